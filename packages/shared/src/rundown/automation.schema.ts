import { z } from 'zod'

const epochMs = z.number().int().min(0).max(8.64e15)
const reference = z.string().min(1).max(64)

/** When a trigger fires: its cue is loaded as next, is taken, reaches its warning, its danger, or ends. */
export const triggerMomentSchema = z.enum(['load', 'start', 'warning', 'danger', 'end'])
export type TriggerMoment = z.infer<typeof triggerMomentSchema>

const oscArgument = z.union([z.string().max(500), z.number(), z.boolean()])

/** What a trigger does. Addresses of webhooks and OSC peers are the producer's settings, named here by id. */
export const triggerActionSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('osc'),
    outputId: reference,
    address: z.string().regex(/^\/[^\s#*,?[\]{}]{0,199}$/),
    args: z.array(oscArgument).max(16),
  }),
  z.object({ type: z.literal('webhook'), outputId: reference }),
  z.object({ type: z.literal('bus.preview'), sourceId: reference }),
  z.object({ type: z.literal('bus.cut'), sourceId: reference }),
  /** Whatever is in preview at that moment. */
  z.object({ type: z.literal('bus.take') }),
  z.object({ type: z.literal('offer.close') }),
  z.object({
    type: z.literal('mark'),
    label: z.string().max(200),
    durationMs: z.number().int().min(500).max(3_600_000),
  }),
  z.object({ type: z.literal('stage.message'), text: z.string().min(1).max(300) }),
  z.object({ type: z.literal('stage.clear') }),
  z.object({ type: z.literal('timer.start'), timer: z.number().int().min(1).max(3) }),
  z.object({ type: z.literal('timer.pause'), timer: z.number().int().min(1).max(3) }),
  z.object({ type: z.literal('timer.reset'), timer: z.number().int().min(1).max(3) }),
])
export type TriggerAction = z.infer<typeof triggerActionSchema>

export const triggerFields = {
  cueId: reference,
  on: triggerMomentSchema,
  action: triggerActionSchema,
  enabled: z.boolean(),
  deletedAt: epochMs.nullable(),
  createdAt: epochMs,
} as const

export const triggerSchema = z.object({ id: z.string(), ...triggerFields })
export type Trigger = z.infer<typeof triggerSchema>

/** A file that lies with a cue; the file itself is kept by its id (`/api/shows/{id}/files/{fileId}`). */
export const attachmentFields = {
  cueId: reference,
  fileId: reference,
  name: z.string().min(1).max(200),
  mime: z.string().min(1).max(120),
  sizeBytes: z.number().int().min(0).max(1_000_000_000),
  createdBy: z.string().max(80),
  createdAt: epochMs,
  deletedAt: epochMs.nullable(),
} as const

export const attachmentSchema = z.object({ id: z.string(), ...attachmentFields })
export type Attachment = z.infer<typeof attachmentSchema>
