import { z } from 'zod'
import { oscMessageSchema } from './settings.schema.ts'

/** What lies in the outbox: the body of a webhook, or what an OSC peer is told. */
export const deliveryPayloadSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('webhook'),
    type: z.string(),
    /** When it happened. */
    atMs: z.number().int(),
    data: z.record(z.string(), z.unknown()),
  }),
  z.object({ kind: z.literal('osc'), atMs: z.number().int(), message: oscMessageSchema }),
])
export type DeliveryPayload = z.infer<typeof deliveryPayloadSchema>

export const deliveryStateSchema = z.enum(['waiting', 'sending', 'delivered', 'failed', 'expired'])
export type DeliveryState = z.infer<typeof deliveryStateSchema>

export const deliveryViewSchema = z.object({
  id: z.string(),
  outputId: z.string(),
  title: z.string(),
  state: deliveryStateSchema,
  attempts: z.number().int(),
  nextAttemptAtMs: z.number().int().nullable(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
  createdAtMs: z.number().int(),
  finishedAtMs: z.number().int().nullable(),
})
export type DeliveryView = z.infer<typeof deliveryViewSchema>

/** What a webhook is sent, as standard-webhooks has it: `type`, `timestamp`, `data`. */
export function webhookBody(
  showId: string,
  payload: DeliveryPayload & { kind: 'webhook' },
): string {
  const { type, atMs, data } = payload
  return JSON.stringify({ type, timestamp: new Date(atMs).toISOString(), showId, data })
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** Waits after each failed attempt of a webhook: about a day in all (AU14). */
const webhookWaitsMs = [2, 10, 60, 300, 900, 3_600].map((seconds) => seconds * second)
const webhookLastWaitMs = 6 * hour
const webhookAttempts = 10

/** An OSC message that is older is of no use to anybody: lights must not change minutes after the cue. */
export const oscUsefulMs = 15 * second
/** A sender that has not come back by then is dead; longer than the longest attempt. */
export const attemptLeaseMs = 30 * second
export const webhookTimeoutMs = 10 * second

/**
 * When to try again.
 * @param attempts failed so far, at least 1
 * @returns ms to wait; null: given up
 */
export function retryAfterMs(kind: DeliveryPayload['kind'], attempts: number): number | null {
  if (kind === 'osc') return attempts < 3 ? 500 * attempts : null
  if (attempts >= webhookAttempts) return null
  return webhookWaitsMs[attempts - 1] ?? webhookLastWaitMs
}

/** Fills `{name}` places of a rule's texts from what happened. Unknown places stay empty. */
export function fillText(text: string, facts: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w{1,40})\}/g, (_, name: string) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : ''
    return typeof fact === 'string' || typeof fact === 'number' ? String(fact) : ''
  })
}
