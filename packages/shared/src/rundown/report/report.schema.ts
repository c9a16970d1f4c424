import { z } from 'zod'

const epochMs = z.number().int()
const durationMs = z.number().int()

/** One cue of the plan as it stood when the show began: what the report holds the show against. */
export const baselineCueSchema = z.object({
  cueId: z.string(),
  number: z.string(),
  title: z.string(),
  group: z.string().nullable(),
  startMs: epochMs,
  durationMs: durationMs.min(0),
})
export type BaselineCue = z.infer<typeof baselineCueSchema>

export const baselineSchema = z.object({
  /** When the plan was put down: the first GO. */
  atMs: epochMs,
  startMs: epochMs,
  endMs: epochMs,
  cues: z.array(baselineCueSchema),
})
export type Baseline = z.infer<typeof baselineSchema>

/** A cue as it was planned and as it ran. Taken twice it has two lines; never taken, `actualStartMs` is null. */
export const reportLineSchema = z.object({
  cueId: z.string(),
  number: z.string(),
  title: z.string(),
  group: z.string().nullable(),
  /** Null: the cue came in while the show was running. */
  plannedStartMs: epochMs.nullable(),
  plannedMs: durationMs.nullable(),
  actualStartMs: epochMs.nullable(),
  actualEndMs: epochMs.nullable(),
  /** Time on air, holds left out. */
  actualMs: durationMs.nullable(),
  heldMs: durationMs,
  /** Time that was added live, negative when it was taken away. */
  addedMs: durationMs,
  /** Actual less planned length. */
  overMs: durationMs.nullable(),
  /** Actual less planned start. */
  lateMs: durationMs.nullable(),
  orders: z.number().int(),
  grossMinor: z.number().int(),
})
export type ReportLine = z.infer<typeof reportLineSchema>

export const showReportSchema = z.object({
  state: z.enum(['not-started', 'running', 'ended']),
  plannedStartMs: epochMs.nullable(),
  plannedEndMs: epochMs.nullable(),
  actualStartMs: epochMs.nullable(),
  actualEndMs: epochMs.nullable(),
  /** Actual less planned length of the whole show; null until it has ended. */
  overMs: durationMs.nullable(),
  heldMs: durationMs,
  orders: z.number().int(),
  grossMinor: z.number().int(),
  /** In the order in which they ran; what was never taken comes last, in planned order. */
  lines: z.array(reportLineSchema),
})
export type ShowReport = z.infer<typeof showReportSchema>
