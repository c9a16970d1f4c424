import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SegmentRow } from '@stallcast/shared/media'
import { renderClip, type RenderRequest } from './render-clip.ts'
import { readBeeps, readNumbers } from './testing/numbered-picture.ts'
import { recordEpoch } from './testing/recording-fixture.ts'

const t0 = 1_800_000_000_000
let showFolder = ''
let track = ''

beforeEach(() => {
  showFolder = mkdtempSync(join(tmpdir(), 'stallcast-clip-'))
  track = join(showFolder, 'rec', 'program')
})
afterEach(() => rmSync(showFolder, { recursive: true, force: true }))

function render(
  rows: readonly SegmentRow[],
  inMs: number,
  outMs: number,
  more: Partial<RenderRequest> = {},
) {
  return renderClip({
    window: {
      showId: 's',
      markId: 'm',
      track: 'program',
      inAtMs: t0 + inMs,
      outAtMs: t0 + outMs,
      label: '',
    },
    rows,
    showFolder,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ffmpegPath: 'ffmpeg',
    ffprobePath: 'ffprobe',
    ...more,
  })
}

const clipOf = (hash: string) => join(showFolder, 'clips', hash, 'clip.mp4')
const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)

function probe(file: string) {
  const asked =
    '-v error -show_entries stream=codec_name,nb_frames,duration,width,height,r_frame_rate'
  const { streams } = JSON.parse(
    execFileSync('ffprobe', [...asked.split(' '), '-of', 'json', file]).toString(),
  ) as { streams: Record<string, unknown>[] }
  return streams
}

describe('rendering a clip', () => {
  it('CL6 CL7 begins in the middle of a group of pictures and ends on the picture', async () => {
    const rows = recordEpoch(track, {
      epoch: 1,
      startAtMs: t0,
      frames: 150,
      width: 320,
      height: 180,
      firstNumber: 0,
    })
    const progress: number[] = []
    const clip = await render(rows, 1490, 4210, { onProgress: (pct) => progress.push(pct) })
    expect(readNumbers(clipOf(clip.renderHash))).toEqual(range(37, 68))
    expect(clip.durationMs).toBe(2720)
    expect(probe(clipOf(clip.renderHash))).toMatchObject([
      { codec_name: 'h264', nb_frames: '68', width: 320, height: 180, r_frame_rate: '25/1' },
      { codec_name: 'aac' },
    ])
    expect(progress.every((pct) => pct >= 0 && pct <= 99)).toBe(true)
    expect(statSync(join(showFolder, 'clips', clip.renderHash, 'poster.jpg')).size).toBeGreaterThan(
      500,
    )
  })

  it('CL6 the sound begins with the picture: beeps stay on the second', async () => {
    const rows = recordEpoch(track, {
      epoch: 1,
      startAtMs: t0,
      frames: 150,
      width: 320,
      height: 180,
      firstNumber: 0,
    })
    const clip = await render(rows, 1490, 4210)
    const pictures = readNumbers(clipOf(clip.renderHash))
    const beeps = readBeeps(clipOf(clip.renderHash))
    // The pictures that begin a second of the recording, and when the clip shows them.
    const seconds = pictures.flatMap((number, at) =>
      number % 25 === 0 ? [(at * 48_000) / 25] : [],
    )
    expect(beeps).toHaveLength(seconds.length)
    for (const [index, beep] of beeps.entries()) {
      expect(Math.abs(beep - (seconds[index] ?? 0)) / 48).toBeLessThan(12)
    }
  })

  it('CL7 CL8 joins two epochs of different encoders over a gap, at the marked length', async () => {
    const small = { epoch: 1, startAtMs: t0, frames: 75, width: 320, height: 180, firstNumber: 0 }
    const large = {
      epoch: 2,
      startAtMs: t0 + 4200,
      frames: 75,
      width: 640,
      height: 360,
      firstNumber: 1000,
    }
    const rows = [...recordEpoch(track, small), ...recordEpoch(track, large)]
    const clip = await render(rows, 2000, 6000)
    const numbers = readNumbers(clipOf(clip.renderHash))
    expect(numbers).toHaveLength(100)
    // 50..74 are shown, 74 is held over the 1.2 s that were not recorded, then the other epoch.
    expect(numbers).toEqual([...range(50, 25), ...Array(30).fill(74), ...range(1000, 45)])
    expect(probe(clipOf(clip.renderHash))[0]).toMatchObject({ width: 640, height: 360 })
  })

  it('CL7 holds the first picture when the recording began after the in mark', async () => {
    const rows = recordEpoch(track, {
      epoch: 1,
      startAtMs: t0,
      frames: 50,
      width: 320,
      height: 180,
      firstNumber: 7,
      withSound: false,
    })
    const clip = await render(rows, -400, 2600)
    const numbers = readNumbers(clipOf(clip.renderHash))
    expect(numbers).toEqual([...Array(10).fill(7), ...range(7, 50), ...Array(15).fill(56)])
    expect(clip.durationMs).toBe(3000)
    expect(readBeeps(clipOf(clip.renderHash))).toEqual([])
  })

  it('CL9 keeps the rate of a 30 picture recording', async () => {
    const rows = recordEpoch(track, {
      epoch: 1,
      startAtMs: t0,
      frames: 90,
      width: 320,
      height: 180,
      framesPerSecond: 30,
      firstNumber: 0,
    })
    const clip = await render(rows, 500, 2500)
    expect(readNumbers(clipOf(clip.renderHash))).toEqual(range(15, 60))
  })

  it('CL11 a window that was not recorded is refused, and leaves nothing', async () => {
    const rows = recordEpoch(track, {
      epoch: 1,
      startAtMs: t0,
      frames: 50,
      width: 320,
      height: 180,
      firstNumber: 0,
    })
    await expect(render(rows, 60_000, 61_000)).rejects.toMatchObject({ code: 'clip.not-recorded' })
    expect(readdirSync(showFolder)).toEqual(['rec'])
  })

  it('CL15 the same window over the same recording is found, not made again', async () => {
    const rows = recordEpoch(track, {
      epoch: 1,
      startAtMs: t0,
      frames: 50,
      width: 320,
      height: 180,
      firstNumber: 0,
    })
    const first = await render(rows, 0, 1000)
    const again = await render(rows, 0, 1000, { ffmpegPath: '/nowhere/ffmpeg' })
    expect(again).toEqual(first)
  })

  it('CL12 CL14 an encoder that fails leaves nothing and says why', async () => {
    const rows = recordEpoch(track, {
      epoch: 1,
      startAtMs: t0,
      frames: 50,
      width: 320,
      height: 180,
      firstNumber: 0,
    })
    await expect(render(rows, 0, 1000, { ffmpegPath: '/nowhere/ffmpeg' })).rejects.toThrow(
      '/nowhere/ffmpeg was not found',
    )
    rmSync(join(track, 'e1', '0.m4s'))
    await expect(render(rows, 0, 1000)).rejects.toThrow(
      'a part of the recording is missing on disk',
    )
    expect(readdirSync(join(showFolder, 'clips'))).toEqual([])
  })

  it('CL13 an abort ends the encoder and leaves nothing', async () => {
    const rows = recordEpoch(track, {
      epoch: 1,
      startAtMs: t0,
      frames: 500,
      width: 640,
      height: 360,
      firstNumber: 0,
    })
    const stop = new AbortController()
    const rendering = render(rows, 0, 20_000, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('closing')),
    })
    await expect(rendering).rejects.toThrow('closing')
    expect(readdirSync(join(showFolder, 'clips'))).toEqual([])
  })
})
