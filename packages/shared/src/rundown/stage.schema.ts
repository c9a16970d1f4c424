import { z } from 'zod'
import { actorSchema, roleSchema } from '../crew/index.ts'

const reference = z.string().min(1).max(64)

/** Whom something on the stage is for. */
export const stageTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('role'), role: roleSchema }),
  z.object({ kind: z.literal('person'), sessionId: reference, name: z.string().max(80) }),
])
export type StageTarget = z.infer<typeof stageTargetSchema>

export const stageMessageSchema = z.object({
  id: reference,
  text: z.string(),
  /** A second, smaller line. */
  secondary: z.string().nullable(),
  blink: z.boolean(),
  to: stageTargetSchema,
  sentAtMs: z.number().int(),
  sentBy: actorSchema,
  /** Who has seen it, by their own word, in order. */
  acknowledged: z.array(z.object({ by: actorSchema, atMs: z.number().int() })),
  clearedAtMs: z.number().int().nullable(),
})
export type StageMessage = z.infer<typeof stageMessageSchema>

export const stageStateSchema = z.object({
  /** The latest last; those that were cleared too, for who sent them. */
  messages: z.array(stageMessageSchema),
  /** Screens that show nothing but what is said here. */
  blackout: z
    .object({ to: stageTargetSchema, sinceMs: z.number().int(), by: actorSchema })
    .nullable(),
})
export type StageState = z.infer<typeof stageStateSchema>

export const emptyStage: StageState = { messages: [], blackout: null }

/** Whom a message is for, as it is asked; the server knows people's names. */
const addressSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('role'), role: roleSchema.exclude(['viewer']) }),
  z.object({ kind: z.literal('person'), sessionId: reference }),
])
export type StageAddress = z.infer<typeof addressSchema>

export const stageCommandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('stage.send'),
    text: z.string().trim().min(1).max(300),
    secondary: z.string().trim().min(1).max(300).nullable().default(null),
    blink: z.boolean().default(false),
    to: addressSchema.default({ kind: 'all' }),
  }),
  /** Null: everything that is on the stage. */
  z.object({ type: z.literal('stage.clear'), messageId: reference.nullable() }),
  z.object({ type: z.literal('stage.acknowledge'), messageId: reference }),
  z.object({
    type: z.literal('stage.blackout'),
    on: z.boolean(),
    to: addressSchema.default({ kind: 'all' }),
  }),
])
export type StageCommand = z.infer<typeof stageCommandSchema>

export type StageEvent =
  | {
      type: 'messageSent'
      data: { messageId: string; text: string; secondary: string | null; to: StageTarget }
    }
  | { type: 'messageAcknowledged'; data: { messageId: string; text: string } }
  | { type: 'messageCleared'; data: { messageId: string } }
  | { type: 'blackoutStarted'; data: { to: StageTarget } }
  | { type: 'blackoutEnded'; data: Record<string, never> }
