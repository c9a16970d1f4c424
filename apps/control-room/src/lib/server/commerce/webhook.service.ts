import { readPaidIntent, verifyWebhook, type PaymentKeys, type Stripe } from '@stallcast/payments'
import { isDomainError } from '@stallcast/shared/kernel'
import type { Database, Executor } from '@stallcast/store'
import { handleOnce, noteDecline, recordIntent, releaseOrder } from '@stallcast/store/commerce'
import type { Queues } from '@stallcast/store/queues'
import type { Logger } from 'pino'

export type WebhookDeps = {
  database: Database
  queues: Pick<Queues, 'add'>
  stripe: Stripe
  keys: PaymentKeys
  now: () => number
  log: Logger
}

/**
 * One delivery of Stripe's. What it says is only a hint that something happened to a payment: the payment is
 * read as it is now, so duplicates and deliveries out of order do no harm (CO4 to CO6, CO13).
 * @throws DomainError `webhook.signature`; anything else asks Stripe to deliver again
 */
export async function receiveWebhook(
  deps: WebhookDeps,
  rawBody: string,
  signature: string | null,
): Promise<void> {
  const event = verifyWebhook(deps.stripe, rawBody, signature, deps.keys.webhookSecret)
  const paymentIntentId = paymentOf(event)
  if (!paymentIntentId) return
  const paid = await readPaidIntent(deps.stripe, paymentIntentId)
  const { id, type } = event
  let returnedOrderId: string | null = null
  try {
    await handleOnce(deps.database, { id, type }, async (trx) => {
      if (!paid) return recordFailure(trx, event, deps.now())
      const result = await recordIntent(trx, { ...paid, atMs: deps.now() })
      if (result === 'returned') returnedOrderId = paid.orderId
    })
  } catch (error) {
    // A payment of another shop on the same account: nothing here, now or later.
    if (!isDomainError(error) || error.code !== 'order.unknown') throw error
    deps.log.warn({ paymentIntentId, type }, 'a payment without an order here')
  }
  if (returnedOrderId) await hintRefund(deps, returnedOrderId)
}

/** The payment that an event is about; null for events that the shop does not follow. */
function paymentOf(event: Stripe.Event): string | null {
  switch (event.type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
      return event.data.object.id
    case 'charge.refunded':
    case 'charge.updated': {
      const intent = event.data.object.payment_intent
      return typeof intent === 'string' ? intent : (intent?.id ?? null)
    }
    default:
      return null
  }
}

/** The payment is not there (now): its card was declined, or it was cancelled. */
async function recordFailure(trx: Executor, event: Stripe.Event, atMs: number): Promise<void> {
  if (event.type === 'payment_intent.payment_failed') {
    const { metadata, last_payment_error: error } = event.data.object
    const orderId = metadata['orderId']
    const reason = error?.message ?? 'The card was declined.'
    if (orderId) await noteDecline(trx, { orderId, reason })
  }
  if (event.type === 'payment_intent.canceled') {
    const orderId = event.data.object.metadata['orderId']
    const reason = 'The payment was cancelled.'
    if (orderId) await releaseOrder(trx, { orderId, status: 'expired', reason, atMs })
  }
}

/** The outbox row is the truth; this only wakes the worker. */
async function hintRefund(deps: WebhookDeps, orderId: string): Promise<void> {
  try {
    await deps.queues.add('outbox-drain', `refund-${orderId}`, { reason: 'refund' })
  } catch (error) {
    deps.log.warn({ err: error, orderId }, 'the outbox was not woken; its sweep finds the refund')
  }
}
