import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFootage, sourceIds } from './footage.ts'
import sheet from './sources.json' with { type: 'json' }

const run = promisify(execFile)
const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const ffprobePath = process.env['FFPROBE_PATH'] ?? 'ffprobe'
let dir: string
const progress: number[] = []

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'stallcast-footage-'))
  await makeFootage({ dir, ffmpegPath, onProgress: (done) => progress.push(done) })
}, 300_000)
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('demo footage', () => {
  it('DM1 is made once, with progress, and leaves only whole files', async () => {
    expect(progress.at(-1)).toBe(1)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    const names = [...sourceIds.map((id) => `${id}.mp4`), 'footage.json']
    expect((await readdir(dir)).toSorted()).toEqual(names.toSorted())
    expect(await makeFootage({ dir, ffmpegPath })).toEqual({ made: false })
  })

  it.each(sourceIds)(
    'DM2 %s loops without a seam: picture and sound are equally long',
    async (id) => {
      const { stdout } = await run(
        ffprobePath,
        [
          '-v',
          'error',
          '-show_entries',
          'stream=codec_name,profile,level,nb_frames,duration,has_b_frames',
        ].concat(['-of', 'json', join(dir, `${id}.mp4`)]),
      )
      const seconds = (sheet.loopFrames / sheet.framesPerSecond).toFixed(6)
      expect(JSON.parse(stdout).streams).toMatchObject([
        {
          codec_name: 'h264',
          profile: 'Constrained Baseline',
          level: 31,
          has_b_frames: 0,
          nb_frames: '300',
          duration: seconds,
        },
        { codec_name: 'opus', nb_frames: '600', duration: seconds },
      ])
    },
  )

  it('DM3 every source begins alike, so that a cut between them needs no new parameter sets', async () => {
    const sets = await Promise.all(sourceIds.map((id) => parameterSets(join(dir, `${id}.mp4`))))
    expect(sets[0]).toMatch(/^0000000167/)
    expect(new Set(sets).size).toBe(1)
  })

  it.each(sheet.sources)('DM4 $id has its own colour where tests look', async ({ id, colour }) => {
    const { x, y, width, height } = sheet.probe
    const { stdout } = await run(
      ffmpegPath,
      ['-v', 'error', '-i', join(dir, `${id}.mp4`), '-vf']
        .concat([`crop=${width}:${height}:${x}:${y},scale=1:1:flags=area`])
        .concat(['-pix_fmt', 'rgb24', '-f', 'rawvideo', '-']),
      { encoding: 'buffer' },
    )
    const wanted = Buffer.from(colour.slice(1), 'hex')
    for (let frame = 0; frame < sheet.loopFrames; frame++) {
      for (const channel of [0, 1, 2]) {
        const off = Math.abs((stdout[frame * 3 + channel] ?? 0) - (wanted[channel] ?? 0))
        expect(off, `frame ${frame}`).toBeLessThan(32)
      }
    }
  })

  it('DM5 a key frame stands at every twelfth picture and nowhere else', async () => {
    const { stdout } = await run(
      ffprobePath,
      [
        '-v',
        'error',
        '-select_streams',
        'v',
        '-show_entries',
        'packet=flags',
        '-of',
        'csv=p=0',
      ].concat([join(dir, 'cam1.mp4')]),
    )
    const keys = stdout
      .trim()
      .split('\n')
      .flatMap((flags, at) => (flags.startsWith('K') ? [at] : []))
    expect(keys).toEqual(Array.from({ length: 25 }, (_, index) => index * 12))
  })
})

async function parameterSets(file: string): Promise<string> {
  const { stdout } = await run(
    ffmpegPath,
    ['-v', 'error', '-i', file, '-map', '0:v', '-c', 'copy', '-bsf:v', 'h264_mp4toannexb'].concat([
      '-frames:v',
      '1',
      '-f',
      'h264',
      '-',
    ]),
    { encoding: 'buffer' },
  )
  return stdout.toString('hex').split('0000000165')[0]?.split('00000165')[0] ?? ''
}
