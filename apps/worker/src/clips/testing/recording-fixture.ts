import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { SegmentRow } from '@stallcast/shared/media'
import { drawNumber } from './numbered-picture.ts'

export type EpochFixture = {
  epoch: number
  /** Server time of the epoch's first picture. */
  startAtMs: number
  frames: number
  width: number
  height: number
  framesPerSecond?: number
  /** Number shown by the epoch's first picture. */
  firstNumber: number
  /** Pictures between key frames; a segment each. */
  keyFrameEvery?: number
  withSound?: boolean
}

/**
 * Records an epoch as the relay's recorder lays it down, with ffmpeg: each picture shows its number in
 * squares, and the sound beeps for a tenth of a second whenever a second of the epoch begins.
 */
export function recordEpoch(trackFolder: string, fixture: EpochFixture): SegmentRow[] {
  const fps = fixture.framesPerSecond ?? 25
  const every = fixture.keyFrameEvery ?? fps
  const folder = join(trackFolder, `e${fixture.epoch}`)
  mkdirSync(folder, { recursive: true })
  const { width, height, frames, firstNumber } = fixture
  const pictures = Buffer.concat(
    Array.from({ length: frames }, (_, at) => drawNumber(firstNumber + at, width, height)),
  )
  const sound = fixture.withSound ?? true
  const beep = 'aevalsrc=0.5*sin(2*PI*880*t)*lt(mod(t\\,1)\\,0.1):s=48000:c=stereo'
  const args = [
    `-v error -y -f rawvideo -pix_fmt gray -s ${width}x${height} -r ${fps} -i pipe:0`,
    sound ? `-f lavfi -t ${frames / fps} -i ${beep} -c:a libopus -frame_duration 20` : '',
    `-pix_fmt yuv420p -c:v libx264 -profile:v baseline -preset ultrafast -bf 0 -g ${every}`,
    `-keyint_min ${every} -sc_threshold 0`,
    `-f hls -hls_segment_type fmp4 -hls_time ${every / fps / 2} -hls_list_size 0`,
    '-hls_playlist_type vod -hls_fmp4_init_filename init.mp4',
    `-hls_segment_filename ${folder}/%d.m4s ${folder}/list.m3u8`,
  ]
  execFileSync('ffmpeg', args.join(' ').trim().split(/\s+/), { input: pictures })
  rmSync(join(folder, 'list.m3u8'))
  const originTicks = firstTicks(folder)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.m4s'))
    .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((file, seq): SegmentRow => {
      const inSegment = Math.min(every, frames - seq * every)
      return {
        epoch: fixture.epoch,
        seq,
        startAtMs: fixture.startAtMs + (seq * every * 1000) / fps,
        durationMs: (inSegment * 1000) / fps,
        firstPtsTicks: originTicks + (seq * every * 90_000) / fps,
        bytes: statSync(join(folder, file)).size,
        sha256: createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex'),
        frames: inSegment,
        keyFrames: 1,
        rtpGaps: 0,
        file,
      }
    })
}

/** Opus begins before zero with ffmpeg, which moves the picture's clock along: read where it begins. */
function firstTicks(folder: string): number {
  const asked = '-v error -select_streams v -show_entries packet=pts_time -of csv=p=0'
  const said = execFileSync('ffprobe', [
    ...asked.split(' '),
    `concat:${folder}/init.mp4|${folder}/0.m4s`,
  ])
  return Math.round(Number.parseFloat(said.toString()) * 90_000)
}

export function writeIndex(trackFolder: string, rows: readonly SegmentRow[]): void {
  for (const row of rows) {
    appendFileSync(join(trackFolder, `e${row.epoch}`, 'index.jsonl'), `${JSON.stringify(row)}\n`)
  }
}
