import {
  decidePayment,
  releaseStock,
  canRelease,
  sellAvailableStock,
  sellHeldStock,
  type OrderTick,
} from '@stallcast/shared/commerce'
import { systemActor } from '@stallcast/shared/crew'
import { DomainError, invariant, isDomainError } from '@stallcast/shared/kernel'
import type { Executor } from '../database.ts'
import { appendEvents } from '../rundown/index.ts'
import { post, promiseEffect } from '../settlement/index.ts'
import { changeStock } from './catalogue.repo.ts'
import type { OrderRow } from './orders.repo.ts'

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
  await append(trx, order.show_id, payment.atMs, returned ? 'orderReturned' : 'orderPaid', {
    ...tickOf({ ...order, paid_at_ms: payment.atMs }),
  })
  return returned ? 'returned' : 'paid'
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
  await append(trx, order.show_id, release.atMs, 'orderReleased', {
    orderId: order.id,
    productId: order.product_id,
    productTitle: order.product_title,
    quantity: order.quantity,
    status: release.status,
  })
  return true
}

/** Stripe has booked the fee of a charge: the ledger gets the difference to the estimate (CO11). */
export async function bookFee(
  trx: Executor,
  fee: { chargeId: string; feeMinor: number; atMs: number },
): Promise<void> {
  const order = await trx
    .selectFrom('orders')
    .selectAll()
    .where('charge_id', '=', fee.chargeId)
    .forUpdate()
    .executeTakeFirst()
  if (!order?.fee_estimated) return
  const difference = fee.feeMinor - order.fee_minor
  await trx
    .updateTable('orders')
    .set({ fee_minor: fee.feeMinor, fee_estimated: false })
    .where('id', '=', order.id)
    .execute()
  await post(trx, {
    showId: order.show_id,
    key: `fee:${order.id}`,
    kind: 'fee',
    currency: order.currency,
    atMs: fee.atMs,
    legs: [
      { account: 'fees', amountMinor: difference },
      { account: 'stripe_clearing', amountMinor: -difference },
    ],
  })
  await append(trx, order.show_id, fee.atMs, 'feeBooked', {
    orderId: order.id,
    feeMinor: fee.feeMinor,
  })
}

/**
 * Books what of a charge has been paid back so far. Told again, or an older state of it, it does nothing.
 * @param refund.totalRefundedMinor all refunds of the charge together
 */
export async function recordRefund(
  trx: Executor,
  refund: { orderId: string; totalRefundedMinor: number; atMs: number },
): Promise<void> {
  const order = await lockOrder(trx, refund.orderId)
  const amountMinor = refund.totalRefundedMinor - order.refunded_minor
  if (amountMinor <= 0) return
  const whole = refund.totalRefundedMinor >= order.total_minor
  await trx
    .updateTable('orders')
    .set({
      refunded_minor: refund.totalRefundedMinor,
      ...(whole ? { status: 'refunded' as const } : {}),
      ...(whole && order.reason === null ? { reason: 'Paid back in full.' } : {}),
    })
    .where('id', '=', order.id)
    .execute()
  await post(trx, {
    showId: order.show_id,
    key: `refund:${order.id}:${refund.totalRefundedMinor}`,
    kind: 'refund',
    currency: order.currency,
    atMs: refund.atMs,
    legs: [
      { account: order.returned ? 'refunds_payable' : 'refunds', amountMinor },
      { account: 'stripe_clearing', amountMinor: -amountMinor },
    ],
  })
  await append(trx, order.show_id, refund.atMs, 'orderRefunded', {
    orderId: order.id,
    amountMinor,
    currency: order.currency,
    productTitle: order.product_title,
    returned: order.returned,
  })
}

/** The line of the crew's ticker. */
export function tickOf(row: OrderRow): OrderTick {
  return {
    orderId: row.id,
    paidAtMs: row.paid_at_ms ?? row.held_at_ms,
    quantity: row.quantity,
    productTitle: row.product_title,
    totalMinor: row.total_minor,
    currency: row.currency,
    buyer: row.buyer_name,
    cueId: row.cue_id,
    cueTitle: row.cue_title,
    sourceId: row.source_id,
    sourceLabel: row.source_label,
  }
}

async function lockOrder(trx: Executor, orderId: string): Promise<OrderRow> {
  const order = await trx
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst()
  if (!order) throw new DomainError('order.unknown')
  return order
}

async function append(
  trx: Executor,
  showId: string,
  atMs: number,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  await appendEvents(trx, {
    showId,
    domain: 'sales',
    atMs,
    actor: systemActor,
    events: [{ type, data }],
  })
}
