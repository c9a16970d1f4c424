import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { SegmentRow } from '@stallcast/shared/media'
import { createMedia, type Media, type MediaLiveState } from '../index.ts'
import { MemoryShowLog } from './memory-show-log.ts'

export const run = promisify(execFile)

/** Where the worker lies when nobody says: the place that the set-up puts it. */
const builtWorker = fileURLToPath(new URL('../../../../../tools/mediasoup-worker', import.meta.url))

export const ffmpeg = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
export const ffprobe = process.env['FFPROBE_PATH'] ?? 'ffprobe'

export type TestMedia = {
  media: Media
  log: MemoryShowLog
  dataDir: string
  published: { [D in keyof MediaLiveState]?: MediaLiveState[D] }
  segments: { track: string; row: SegmentRow }[]
  resets: number[]
  levels: Record<string, number>
  close(): Promise<void>
}

/** The media domain with a real mediasoup worker on a free port and everything else in memory. */
export async function startTestMedia(log = new MemoryShowLog()): Promise<TestMedia> {
  const dataDir = await mkdtemp(join(tmpdir(), 'stallcast-media-'))
  const quiet = () => undefined
  const seen: Pick<TestMedia, 'published' | 'segments' | 'resets' | 'levels'> = {
    published: {},
    segments: [],
    resets: [],
    levels: {},
  }
  const media = await createMedia(
    {
      dataDir,
      listenIp: '127.0.0.1',
      port: await freePort(),
      workers: 1,
      workerBin: process.env['MEDIASOUP_WORKER_BIN'] ?? builtWorker,
      maxViewers: 20,
      maxViewersPerAddress: 3,
    },
    {
      log,
      live: {
        publish: (_showId, domain, _rev, state) =>
          Object.assign(seen.published, { [domain]: state }),
        levels: (_showId, levels) => Object.assign(seen.levels, levels),
        reset: (_showId, epoch) => seen.resets.push(epoch),
      },
      findShow: async (name) => (name === 'show' || name === 'slug' ? { id: 'show' } : null),
      onSegment: (_showId, track, row) => seen.segments.push({ track, row }),
      logger: { info: quiet, warn: quiet, error: quiet },
    },
  )
  return {
    ...seen,
    media,
    log,
    dataDir,
    close: async () => {
      await media.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Makes a demo camera like the product's: constrained baseline, no B-frames, key frame every 12, a colour and a tone. */
export async function makeLoopFile(
  path: string,
  options: { color: string; hz: number; seconds?: number },
): Promise<string> {
  const { color, hz, seconds = 3 } = options
  const picture = `-f lavfi -i color=c=${color}:size=640x360:rate=25:duration=${seconds}`
  const sound = `-f lavfi -i sine=frequency=${hz}:sample_rate=48000:duration=${seconds}`
  const h264 =
    '-vf noise=alls=6:allf=t -c:v libx264 -profile:v baseline -level 3.1 -preset veryfast -bf 0 ' +
    '-g 12 -keyint_min 12 -sc_threshold 0 -pix_fmt yuv420p -b:v 500k'
  const opus = '-c:a libopus -ac 2 -b:a 48k -frame_duration 20'
  const command = `-y -v error ${picture} ${sound} ${h264} ${opus} -movflags +faststart`
  await run(ffmpeg, [...command.split(' '), path])
  return path
}

/** Polls until it holds, for things that another process does in its own time. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  holds: (value: T) => boolean,
  withinMs = 10_000,
): Promise<T> {
  for (const until = performance.now() + withinMs; ;) {
    const value = await read()
    if (holds(value)) return value
    if (performance.now() > until) throw new Error(`never came: last was ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
