import { invariant, type EpochMs } from '../kernel/index.ts'
import { segmentEndMs, segmentsInWindow, type SegmentRow } from '../media/index.ts'

/** Segments that follow each other in one epoch: they decode as one stream, on one clock. */
export type Run = { epoch: number; rows: readonly [SegmentRow, ...SegmentRow[]] }

/** The segments that show any of [inAtMs, outAtMs), as runs in time order. */
export function runsInWindow(
  rows: readonly SegmentRow[],
  inAtMs: EpochMs,
  outAtMs: EpochMs,
): Run[] {
  const runs: { epoch: number; rows: [SegmentRow, ...SegmentRow[]] }[] = []
  for (const row of segmentsInWindow(rows, inAtMs, outAtMs)) {
    const last = runs.at(-1)
    const before = last?.rows.at(-1)
    if (last && before?.epoch === row.epoch && before.seq + 1 === row.seq) last.rows.push(row)
    else runs.push({ epoch: row.epoch, rows: [row] })
  }
  return runs
}

const usualRates = [24, 25, 30, 50, 60]

/** Pictures a second of the clip: the usual rate that the recording has, else 30. */
export function clipFrameRate(rows: readonly SegmentRow[]): number {
  const frames = rows.reduce((sum, row) => sum + row.frames, 0)
  const seconds = rows.reduce((sum, row) => sum + row.durationMs, 0) / 1000
  const measured = seconds > 0 ? frames / seconds : 0
  return usualRates.find((rate) => Math.abs(measured - rate) <= rate * 0.02) ?? 30
}

export type PieceFacts = {
  /** Server time of the first picture of the run that the clip shows. */
  firstFrameAtMs: EpochMs
  /** Server time at which the run's last picture ends. */
  endAtMs: EpochMs
}

/** How one run fills its part of the clip. What a run does not fill, its last (or first) picture holds. */
export type Piece = {
  /** Which of the given runs. */
  run: number
  /** Server time of the first recorded picture used. */
  startAtMs: EpochMs
  /** Pictures before the first recorded one: it is held backwards over a gap at the clip's start. */
  leadFrames: number
  /** All pictures of this piece, the lead and what is held at its end included. */
  frames: number
}

export type ClipPlan = { frameRate: number; frames: number; durationMs: number; pieces: Piece[] }

/**
 * Lays the runs on the clip's own grid of pictures (CL6, CL7): the first one shown is the one that was on
 * screen at the in mark, each run begins on the picture nearest to its time, and gaps are held, so that
 * the clip is as long as its marks to the nearest picture.
 * @param facts of each run in time order; at least one
 */
export function planClip(
  window: { inAtMs: EpochMs; outAtMs: EpochMs },
  frameRate: number,
  facts: readonly PieceFacts[],
): ClipPlan {
  const frameMs = 1000 / frameRate
  const frames = Math.max(1, Math.round((window.outAtMs - window.inAtMs) / frameMs))
  const [first] = facts
  invariant(first, 'a clip needs a recorded run')
  // The clip begins with the picture on screen at the in mark, and so does its sound.
  const origin = Math.min(window.inAtMs, first.firstFrameAtMs)
  const starts = facts.map((fact) =>
    Math.min(frames - 1, Math.max(0, Math.round((fact.firstFrameAtMs - origin) / frameMs))),
  )
  const pieces = facts.flatMap((fact, run): Piece[] => {
    const start = starts[run] ?? frames
    const end = starts.slice(run + 1).find((next) => next > start) ?? frames
    const overtaken = starts.slice(run + 1).some((next) => next <= start)
    if (overtaken) return []
    return [{ run, startAtMs: fact.firstFrameAtMs, leadFrames: 0, frames: end - start }]
  })
  const [head] = pieces
  if (head) {
    head.leadFrames = starts[head.run] ?? 0
    head.frames += head.leadFrames
  }
  return { frameRate, frames, durationMs: Math.round(frames * frameMs), pieces }
}

/** Share of the window that was really recorded, 0 to 1. */
export function recordedShare(
  rows: readonly SegmentRow[],
  inAtMs: EpochMs,
  outAtMs: EpochMs,
): number {
  const covered = segmentsInWindow(rows, inAtMs, outAtMs).reduce(
    (sum, row) => sum + Math.min(outAtMs, segmentEndMs(row)) - Math.max(inAtMs, row.startAtMs),
    0,
  )
  return Math.min(1, covered / (outAtMs - inAtMs))
}
