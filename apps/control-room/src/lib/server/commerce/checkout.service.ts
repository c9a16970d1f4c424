import { toPaymentError, type PaymentKeys, type Stripe } from '@stallcast/payments'
import {
  checkoutRequestSchema,
  type CheckoutAnswer,
  type CheckoutRequest,
} from '@stallcast/shared/commerce'
import { DomainError, invariant } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import { attachPayment, countPaymentTry, holdOrder, type Order } from '@stallcast/store/commerce'
import { readShowBySlug } from '@stallcast/store/crew'
import type { Queues } from '@stallcast/store/queues'
import type { Logger } from 'pino'

export type CheckoutDeps = {
  database: Database
  queues: Pick<Queues, 'add'>
  stripe: Stripe
  keys: PaymentKeys
  now: () => number
  log: Logger
}

/**
 * A shopper presses buy: stock is held and a payment made ready; the shopper's browser does the rest with
 * the payment service (CO3, CO7). Pressing again with the same attempt gives the same answer.
 * @throws DomainError `input.invalid`, `show.unknown`, `offer.unknown`, `offer.closed`, `stock.short`,
 *   `payment.failed`, `payment.unavailable`
 */
export async function checkout(
  deps: CheckoutDeps,
  slug: string,
  input: unknown,
): Promise<CheckoutAnswer> {
  const request = parse(input)
  const show = await readShowBySlug(deps.database, slug)
  const order = await holdOrder(deps.database, show.id, request, deps.now())
  await scheduleExpiry(deps, order)
  return {
    orderId: order.orderId,
    clientSecret: order.clientSecret ?? (await preparePayment(deps, order)),
    publishableKey: deps.keys.publishableKey,
    emulated: deps.keys.emulated,
    totalMinor: order.totalMinor,
    currency: order.currency,
    holdEndsAtMs: order.holdEndsAtMs,
  }
}

function parse(input: unknown): CheckoutRequest {
  const parsed = checkoutRequestSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new DomainError('input.invalid', {
    detail: issue ? `${issue.path.join('.')}: ${issue.message}` : 'not a checkout',
  })
}

/** A lost job only delays the release: the worker sweeps for overdue holds. */
async function scheduleExpiry(deps: CheckoutDeps, order: Order): Promise<void> {
  try {
    await deps.queues.add(
      'hold-expire',
      `hold-${order.orderId}`,
      { orderId: order.orderId },
      { delayMs: Math.max(0, order.holdEndsAtMs - deps.now()) },
    )
  } catch (error) {
    deps.log.warn({ err: error, orderId: order.orderId }, 'the end of a hold was not scheduled')
  }
}

async function preparePayment(deps: CheckoutDeps, order: Order): Promise<string> {
  const suffix = order.paymentTries === 1 ? '' : `:${order.paymentTries}`
  try {
    const intent = await deps.stripe.paymentIntents.create(
      {
        amount: order.totalMinor,
        currency: order.currency.toLowerCase(),
        automatic_payment_methods: { enabled: true },
        transfer_group: order.showId,
        description: `${order.quantity} × ${order.productTitle}`,
        receipt_email: order.buyerEmail,
        metadata: { orderId: order.orderId, showId: order.showId },
      },
      { idempotencyKey: `pi:${order.orderId}${suffix}` },
    )
    invariant(intent.client_secret, `no client secret in ${intent.id}`)
    await attachPayment(deps.database, order.orderId, {
      paymentIntentId: intent.id,
      clientSecret: intent.client_secret,
    })
    return intent.client_secret
  } catch (error) {
    const refusal = toPaymentError(error)
    await countPaymentTry(deps.database, order.orderId)
    throw refusal
  }
}
