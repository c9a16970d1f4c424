import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  clipFrameRate,
  planClip,
  runsInWindow,
  type ClipPlan,
  type ClipWindow,
} from '@stallcast/shared/clips'
import { DomainError } from '@stallcast/shared/kernel'
import type { SegmentRow } from '@stallcast/shared/media'
import { conformArgs, posterArgs } from './conform.ts'
import { EncoderError, runEncoder } from './ffmpeg.ts'
import { freezeRun } from './freeze.ts'
import { finishedRender, openWorkFolder, type WorkFolder } from './render-folder.ts'

/** Goes up when the same recording would be rendered differently: old renders are then not found. */
const recipe = 1

export type Encoders = { ffmpegPath: string; ffprobePath: string }

export type RenderRequest = Encoders & {
  window: ClipWindow
  rows: readonly SegmentRow[]
  /** `shows/{showId}` under the media folder. */
  showFolder: string
  signal: AbortSignal
  /** 0 to 100. */
  onProgress: (progressPct: number) => void
}

export type Rendered = { renderHash: string; durationMs: number; bytes: number }

const run = promisify(execFile)

/**
 * Renders the window of a track to `clips/{renderHash}/clip.mp4` and `poster.jpg`. Rendering the same window
 * over the same segments again finds those (CL15); whatever goes wrong, nothing half made is left (CL12).
 * @throws DomainError `clip.not-recorded`; EncoderError; the signal's reason
 */
export async function renderClip(request: RenderRequest): Promise<Rendered> {
  const { window, showFolder, signal } = request
  const runs = runsInWindow(request.rows, window.inAtMs, window.outAtMs)
  if (runs.length === 0) throw new DomainError('clip.not-recorded')
  const rows = runs.flatMap((each) => each.rows)
  const clipsFolder = join(showFolder, 'clips')
  const renderHash = hashOf(window, rows)
  const finished = await finishedRender(clipsFolder, renderHash)
  if (finished) return measure(request, finished, renderHash)

  const work = await openWorkFolder(clipsFolder, renderHash)
  try {
    const trackFolder = join(showFolder, 'rec', window.track)
    const frozen = []
    for (const [index, each] of runs.entries()) {
      const file = join(work.path, `run${index}.mp4`)
      frozen.push(await freezeRun(each, trackFolder, file, window.inAtMs, signal))
    }
    const plan = planClip(window, clipFrameRate(rows), frozen)
    await encode(request, work, plan, conformArgs(plan, frozen, join(work.path, 'clip.mp4')))
    await work.publish(['clip.mp4', 'poster.jpg'])
    return await measure(request, join(clipsFolder, renderHash), renderHash)
  } catch (error) {
    throw namedError(error)
  } finally {
    await work.remove()
  }
}

async function encode(
  request: RenderRequest,
  work: WorkFolder,
  plan: ClipPlan,
  args: readonly string[],
): Promise<void> {
  const { ffmpegPath, signal } = request
  let noted: Promise<void> = Promise.resolve()
  await runEncoder({
    ffmpegPath,
    args,
    signal,
    onStart: (pid) => (noted = work.encoderStarted(pid)),
    onFrame: (frame) => request.onProgress(Math.min(99, (100 * frame) / plan.frames)),
  })
  await noted
  const clip = join(work.path, 'clip.mp4')
  const { frames } = await probe(request.ffprobePath, clip)
  if (frames !== plan.frames) {
    throw new EncoderError(`the encoder made ${frames} pictures of ${plan.frames}`)
  }
  const poster = posterArgs(clip, plan, join(work.path, 'poster.jpg'))
  await runEncoder({ ffmpegPath, args: poster, signal })
}

async function measure(
  request: RenderRequest,
  folder: string,
  renderHash: string,
): Promise<Rendered> {
  const file = join(folder, 'clip.mp4')
  const [{ durationMs }, { size }] = await Promise.all([
    probe(request.ffprobePath, file),
    stat(file),
  ])
  return { renderHash, durationMs, bytes: size }
}

/** Length of the picture, and how many there are. */
async function probe(ffprobePath: string, file: string) {
  const asked = '-v error -select_streams v:0 -show_entries stream=nb_frames,duration -of csv=p=0'
  const { stdout } = await run(ffprobePath, [...asked.split(' '), file]).catch((error: unknown) => {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string }
    // A number is what ffprobe ended with: it ran, and could not read the file.
    if (typeof code !== 'number') throw error
    throw new EncoderError(`the finished file cannot be read (${stderr.split('\n')[0] ?? ''})`)
  })
  const [seconds, frames] = stdout.trim().split(',').map(Number)
  return { durationMs: Math.round((seconds ?? 0) * 1000), frames: frames ?? 0 }
}

function hashOf(window: ClipWindow, rows: readonly SegmentRow[]): string {
  const { track, inAtMs, outAtMs } = window
  const segments = rows.map((row) => [row.epoch, row.seq, row.startAtMs, row.sha256])
  return createHash('sha256')
    .update(JSON.stringify({ recipe, track, inAtMs, outAtMs, segments }))
    .digest('hex')
}

/** What the file system says becomes a sentence; the rest is passed on as it is. */
function namedError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, syscall = '' } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' && syscall.startsWith('spawn')) {
    return new EncoderError(`${syscall.slice('spawn '.length)} was not found`, { cause: error })
  }
  if (code === 'ENOSPC') return new EncoderError('the disk is full', { cause: error })
  if (code === 'ENOENT') {
    return new EncoderError('a part of the recording is missing on disk', { cause: error })
  }
  return error
}
