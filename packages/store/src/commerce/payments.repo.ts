import {
  decidePayment,
  releaseStock,
  canRelease,
  sellAvailableStock,
  sellHeldStock,
} from '@stallcast/shared/commerce'
import { invariant, isDomainError } from '@stallcast/shared/kernel'
import type { Executor } from '../database.ts'
import { post, promiseEffect } from '../settlement/index.ts'
import { changeStock } from './catalogue.repo.ts'
import { appendSales, lockOrder, tickOf } from './order-rows.repo.ts'
import type { OrderRow } from './orders.repo.ts'
import { bookFee, recordRefund } from './refunds.repo.ts'

export type Payment = {
  orderId: string
  paymentIntentId: string
  chargeId: string
  amountMinor: number
  currency: string
  feeMinor: number
  /** The fee is not booked yet at Stripe; `bookFee` corrects it. */
  feeEstimated: boolean
  atMs: number
}

export type PaymentResult = 'paid' | 'returned' | 'known'

const soldOutReason = 'Sold out before your payment arrived. You get all of it back.'

/**
 * A payment has succeeded: order, stock, ledger and log move together, once (CO4, CO6, CO8, CO9). `returned`:
 * there was no stock left, and a refund is promised in the outbox.
 * @throws DomainError `order.unknown`
 */
export async function recordPayment(trx: Executor, payment: Payment): Promise<PaymentResult> {
  const order = await lockOrder(trx, payment.orderId)
  const outcome = decidePayment(order.status)
  if (outcome === 'ignore') return 'known'
  invariant(
    payment.amountMinor === order.total_minor && payment.currency === order.currency,
    `order ${order.id} is ${order.total_minor} ${order.currency}, paid ${payment.amountMinor} ${payment.currency}`,
  )
  const returned = !(await takeStock(trx, order, outcome))
  await trx
    .updateTable('orders')
    .set({
      status: returned ? 'refunded' : 'paid',
      reason: returned ? soldOutReason : null,
      returned,
      payment_intent_id: payment.paymentIntentId,
      charge_id: payment.chargeId,
      fee_minor: payment.feeMinor,
      fee_estimated: payment.feeEstimated,
      paid_at_ms: payment.atMs,
    })
    .where('id', '=', order.id)
    .execute()
  await post(trx, {
    showId: order.show_id,
    key: `sale:${order.id}`,
    kind: 'sale',
    currency: order.currency,
    atMs: payment.atMs,
    legs: [
      { account: 'stripe_clearing', amountMinor: order.total_minor - payment.feeMinor },
      { account: 'fees', amountMinor: payment.feeMinor },
      // What must go back never enters the sale, so no statement can split it.
      { account: returned ? 'refunds_payable' : 'sales_payable', amountMinor: -order.total_minor },
    ],
  })
  if (returned) {
    await promiseEffect(trx, {
      kind: 'refund',
      showId: order.show_id,
      subjectId: order.id,
      dueAtMs: payment.atMs,
    })
  }
  await appendSales(trx, order.show_id, payment.atMs, returned ? 'orderReturned' : 'orderPaid', {
    ...tickOf({ ...order, paid_at_ms: payment.atMs }),
  })
  return returned ? 'returned' : 'paid'
}

/** Brings an order up to what Stripe says of its payment: paid, its fee, what was paid back. Safe to repeat. */
export async function recordIntent(
  trx: Executor,
  intent: Payment & { refundedMinor: number },
): Promise<PaymentResult> {
  const { orderId, chargeId, feeMinor, atMs } = intent
  const result = await recordPayment(trx, intent)
  if (!intent.feeEstimated) await bookFee(trx, { chargeId, feeMinor, atMs })
  await recordRefund(trx, { orderId, totalRefundedMinor: intent.refundedMinor, atMs })
  return result
}

/** False when there is not enough left for a payment that came too late. */
async function takeStock(
  trx: Executor,
  order: OrderRow,
  outcome: 'sell-held' | 'sell-or-refund',
): Promise<boolean> {
  const shelf = { showId: order.show_id, productId: order.product_id }
  if (outcome === 'sell-held') {
    await changeStock(trx, shelf, (level) => sellHeldStock(level, order.quantity))
    return true
  }
  try {
    await changeStock(trx, shelf, (level) => sellAvailableStock(level, order.quantity))
    return true
  } catch (error) {
    if (isDomainError(error) && error.code === 'stock.short') return false
    throw error
  }
}

/** A card was declined: the buyer sees why, and the hold stays for the next card (CO5). */
export async function noteDecline(
  trx: Executor,
  decline: { orderId: string; reason: string },
): Promise<void> {
  const order = await lockOrder(trx, decline.orderId)
  if (order.status !== 'pending') return
  await trx
    .updateTable('orders')
    .set({ reason: decline.reason })
    .where('id', '=', order.id)
    .execute()
}

/** Gives the stock of an unpaid order back (CO5). False when the order is past that: paid, or ended before. */
export async function releaseOrder(
  trx: Executor,
  release: { orderId: string; status: 'failed' | 'expired'; reason: string; atMs: number },
): Promise<boolean> {
  const order = await lockOrder(trx, release.orderId)
  if (!canRelease(order.status)) return false
  await changeStock(trx, { showId: order.show_id, productId: order.product_id }, (level) =>
    releaseStock(level, order.quantity),
  )
  await trx
    .updateTable('orders')
    .set({ status: release.status, reason: release.reason })
    .where('id', '=', order.id)
    .execute()
  await appendSales(trx, order.show_id, release.atMs, 'orderReleased', {
    orderId: order.id,
    productId: order.product_id,
    productTitle: order.product_title,
    quantity: order.quantity,
    status: release.status,
  })
  return true
}
