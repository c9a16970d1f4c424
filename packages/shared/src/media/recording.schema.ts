import { z } from 'zod'
import type { EpochMs } from '../kernel/index.ts'

/** Name of the track that holds the program; any other track is named by its source's id. */
export const programTrack = 'program'

/**
 * One line of `rec/{track}/e{epoch}/index.jsonl`: one segment that is whole on disk.
 * Every segment begins with a key frame; `init.mp4` + any run of segments of one epoch decodes.
 */
export const segmentRowSchema = z.object({
  epoch: z.number().int().min(1),
  seq: z.number().int().min(0),
  /** Server time of the first video frame, milliseconds with fractions. */
  startAtMs: z.number(),
  durationMs: z.number().positive(),
  /** Presentation time of the first video frame in the epoch, in 90 kHz ticks. */
  firstPtsTicks: z.number().int().min(0),
  bytes: z.number().int().positive(),
  sha256: z.string().length(64),
  frames: z.number().int().min(1),
  keyFrames: z.number().int().min(1),
  /** Packets that never came, counted in sequence numbers. */
  rtpGaps: z.number().int().min(0),
  /** Name in the folder of the epoch. */
  file: z.string().regex(/^[\w-]+\.m4s$/),
})
export type SegmentRow = z.infer<typeof segmentRowSchema>

/**
 * Reads an index that may still be written to: a torn last line (the writer was killed) is left out.
 * @throws ZodError when any whole line is not a row
 */
export function parseSegmentIndex(text: string): SegmentRow[] {
  const lines = text.split('\n')
  const torn = lines.pop() ?? ''
  const rows = lines
    .filter((line) => line !== '')
    .map((line) => segmentRowSchema.parse(JSON.parse(line)))
  const last = torn === '' ? null : parseTorn(torn)
  return last ? [...rows, last] : rows
}

function parseTorn(line: string): SegmentRow | null {
  try {
    return segmentRowSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}

export function segmentEndMs(row: SegmentRow): EpochMs {
  return row.startAtMs + row.durationMs
}

/**
 * The segments that hold any picture of [inMs, outMs), oldest first. Rows may come from several epochs in
 * any order; neighbours of different epochs must not be joined without a new `init.mp4`.
 */
export function segmentsInWindow(
  rows: readonly SegmentRow[],
  inMs: EpochMs,
  outMs: EpochMs,
): SegmentRow[] {
  return rows
    .filter((row) => row.startAtMs < outMs && segmentEndMs(row) > inMs)
    .toSorted((a, b) => a.startAtMs - b.startAtMs || a.epoch - b.epoch || a.seq - b.seq)
}

/** Server time up to which the track is on disk, null when nothing is: a clip waits until this is past its out. */
export function recordedUntilMs(rows: readonly SegmentRow[]): EpochMs | null {
  return rows.reduce<EpochMs | null>(
    (latest, row) => Math.max(latest ?? 0, segmentEndMs(row)),
    null,
  )
}
