import { z } from 'zod'

/** The source that is always there: what the program shows when its camera is lost. */
export const slateSourceId = 'slate'

/** State domain `sources`: one source as the multiview shows it. */
export const sourceViewSchema = z.object({
  id: z.string(),
  /** The key that brings it to preview, 1 to 9; null: no key left. */
  number: z.number().int().min(1).max(9).nullable(),
  label: z.string(),
  kind: z.enum(['browser', 'loop', 'whip', 'slate']),
  state: z.enum(['live', 'lost']),
  /** Session that sends it; null for loops and the slate. */
  ownerSessionId: z.string().nullable(),
  hasAudio: z.boolean(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  framesPerSecond: z.number().nullable(),
  bitrateKbps: z.number().nullable(),
  lossPct: z.number().nullable(),
})
export type SourceView = z.infer<typeof sourceViewSchema>

/** State domain `bus`. `onAirSourceId` is what viewers see now: the program source, or the slate while that is lost. */
export const busStateSchema = z.object({
  previewSourceId: z.string().nullable(),
  programSourceId: z.string(),
  onAirSourceId: z.string(),
  takenAtMs: z.number().int().nullable(),
})
export type BusState = z.infer<typeof busStateSchema>

/** State domain `recording`. */
export const recordingStateSchema = z.object({
  phase: z.enum(['off', 'recording', 'failed']),
  startedAtMs: z.number().int().nullable(),
  failure: z.string().nullable(),
  tracks: z.array(
    z.object({
      track: z.string(),
      label: z.string(),
      recordedMs: z.number().int(),
      bytes: z.number().int(),
      rtpGaps: z.number().int(),
    }),
  ),
})
export type RecordingState = z.infer<typeof recordingStateSchema>
