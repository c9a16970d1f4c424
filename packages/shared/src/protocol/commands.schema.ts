import { z } from 'zod'
import { ackCommandSchema } from '../rundown/acknowledgements.ts'
import { clockCommandSchema } from '../rundown/clock.schema.ts'
import { stageCommandSchema } from '../rundown/stage.schema.ts'
import { timerCommandSchema } from '../rundown/timers.schema.ts'
import { commentCommandSchema } from '../rundown/comments.schema.ts'
import { prompterCommandSchema } from '../rundown/prompter.ts'
import { viewCommandSchema } from './view.schema.ts'

export const busCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('bus.preview'), sourceId: z.string() }),
  /**
   * Preview goes on air, what was on air goes to preview. `expectedPreviewId` is what the person saw in
   * preview: when somebody was quicker, the second press must not cut back (MD3).
   */
  z.object({ type: z.literal('bus.take'), expectedPreviewId: z.string().optional() }),
  /** Straight on air, preview left as it is. `slate` is a source id too. */
  z.object({ type: z.literal('bus.cut'), sourceId: z.string() }),
])

export const commandSchema = z.union([
  clockCommandSchema,
  busCommandSchema,
  viewCommandSchema,
  commentCommandSchema,
  prompterCommandSchema,
  timerCommandSchema,
  stageCommandSchema,
  z.discriminatedUnion('type', [
    ackCommandSchema,
    z.object({ type: z.literal('offer.close') }),
    z.object({ type: z.literal('clip.retry'), clipId: z.string() }),
    z.object({ type: z.literal('settlement.propose') }),
    z.object({
      type: z.literal('settlement.approve'),
      statementId: z.string(),
      revision: z.number().int(),
    }),
    z.object({
      type: z.literal('settlement.reject'),
      statementId: z.string(),
      reason: z.string().trim().min(1).max(500),
    }),
    z.object({ type: z.literal('seat.rename'), personName: z.string().trim().min(1).max(60) }),
  ]),
])
export type Command = z.infer<typeof commandSchema>
export type CommandType = Command['type']
