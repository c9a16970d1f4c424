import { z } from 'zod'

export const maxClipMs = 15 * 60_000

/** A finished pair of marks: a window over the recording of one track, in server epoch milliseconds. */
export const clipWindowSchema = z
  .object({
    showId: z.string(),
    markId: z.string(),
    /** `program`, or the id of a source; the name of a folder, so nothing that could lead elsewhere. */
    track: z.string().regex(/^[\w-]{1,64}$/),
    inAtMs: z.number().int(),
    outAtMs: z.number().int(),
    label: z.string().max(200),
  })
  .refine((w) => w.outAtMs > w.inAtMs && w.outAtMs - w.inAtMs <= maxClipMs, {
    message: 'a clip ends after it starts and is 15 minutes long at most',
  })
export type ClipWindow = z.infer<typeof clipWindowSchema>

export const clipStatusSchema = z.enum(['queued', 'waiting', 'rendering', 'ready', 'failed'])
export type ClipStatus = z.infer<typeof clipStatusSchema>

/** One clip as every screen shows it (state domain `clips`, newest first). */
export const clipViewSchema = z.object({
  clipId: z.string(),
  markId: z.string(),
  track: z.string(),
  label: z.string(),
  inAtMs: z.number().int(),
  outAtMs: z.number().int(),
  status: clipStatusSchema,
  /** 0 to 100 while rendering. */
  progressPct: z.number().min(0).max(100),
  failure: z.string().nullable(),
  /** Path on the public origin, once ready. */
  videoUrl: z.string().nullable(),
  posterUrl: z.string().nullable(),
  durationMs: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  createdBy: z.string(),
  createdAtMs: z.number().int(),
  readyAtMs: z.number().int().nullable(),
})
export type ClipView = z.infer<typeof clipViewSchema>

export const clipsStateSchema = z.array(clipViewSchema)
export type ClipsState = z.infer<typeof clipsStateSchema>
