import { join } from 'node:path'
import { DomainError, isDomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import {
  readClip,
  writeClipFailed,
  writeClipProgress,
  writeClipReady,
  type StoredClip,
} from '@stallcast/store/clips'
import type { JobHandler } from '@stallcast/store/queues'
import { EncoderError } from './ffmpeg.ts'
import { progressWriter } from './progress.ts'
import { TrackIndex, waitForRecording } from './recording.ts'
import { renderClip, type Encoders } from './render-clip.ts'
import { clearLeftovers } from './render-folder.ts'

export type ClipJobDeps = Encoders & {
  database: Database
  /** Holds `shows/{showId}/rec` and `shows/{showId}/clips`. */
  mediaDir: string
  now: () => number
  log: { warn(fields: object, message: string): void }
  /** How long nothing new may be recorded before a clip makes do with what there is. */
  patienceMs?: number
}

/** How often an encoder may fail before that is the clip's fate. */
const attempts = 2

/** Renders the clip that a row asks for. Safe to run twice, and to be killed at any point (CL12). */
export function clipRenderJob(deps: ClipJobDeps): JobHandler<'clip-render'> {
  return async ({ clipId }, { attempt, signal }) => {
    const clip = await readClip(deps.database, clipId)
    if (!clip || clip.withdrawn || clip.status === 'ready' || clip.status === 'failed') return
    try {
      await render(deps, clip, signal)
    } catch (error) {
      if (signal.aborted || (!isDomainError(error) && attempt < attempts)) {
        await writeClipProgress(deps.database, clip, 'queued', 0)
        throw error
      }
      const failure = failureOf(error)
      deps.log.warn({ clipId, err: error }, failure.message)
      await writeClipFailed(deps.database, clip, failure, deps.now())
    }
  }
}

async function render(deps: ClipJobDeps, clip: StoredClip, signal: AbortSignal): Promise<void> {
  const showFolder = join(deps.mediaDir, 'shows', clip.showId)
  await clearLeftovers(join(showFolder, 'clips'), deps.now())
  const rows = await waitForRecording({
    index: new TrackIndex(join(showFolder, 'rec', clip.track)),
    outAtMs: clip.outAtMs,
    now: deps.now,
    signal,
    onWaiting: () => writeClipProgress(deps.database, clip, 'waiting', 0),
    ...(deps.patienceMs === undefined ? {} : { patienceMs: deps.patienceMs }),
  })
  const progress = progressWriter(
    (progressPct) => writeClipProgress(deps.database, clip, 'rendering', progressPct),
    deps.now,
  )
  progress.report(0)
  try {
    const result = await renderClip({
      window: clip,
      rows,
      showFolder,
      signal,
      ffmpegPath: deps.ffmpegPath,
      ffprobePath: deps.ffprobePath,
      onProgress: progress.report,
    })
    await progress.settled()
    await writeClipReady(deps.database, clip, result, deps.now())
  } finally {
    await progress.settled()
  }
}

function failureOf(error: unknown): DomainError {
  if (isDomainError(error)) return error
  const detail = error instanceof EncoderError ? error.message : 'an unexpected error, see the log'
  return new DomainError('clip.render-failed', { detail }, { cause: error })
}
