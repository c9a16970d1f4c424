import { z } from 'zod'

/** Each queue's job payload. The row in Postgres is the truth; a payload only names it. */
export const jobSchemas = {
  /** Renders one clip. Job id: the clip's id. */
  'clip-render': z.object({ clipId: z.string() }),
  /** Draws up a statement for a show. Job id: the id of the `cueTaken` event that asked for it. */
  'settlement-propose': z.object({
    showId: z.string(),
    requestId: z.string(),
    actor: z.object({ sessionId: z.string().nullable(), name: z.string() }),
  }),
  /** Hands due outbox rows to Stripe. A hint: rows are also swept on a schedule. */
  'outbox-drain': z.object({ reason: z.string() }),
  /** Gives the stock of an order that was not paid in time back to the sale. */
  'hold-expire': z.object({ orderId: z.string() }),
} as const

export type QueueName = keyof typeof jobSchemas
export type JobPayload<Q extends QueueName> = z.infer<(typeof jobSchemas)[Q]>
