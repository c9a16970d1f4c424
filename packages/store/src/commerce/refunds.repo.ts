import type { Executor } from '../database.ts'
import { post } from '../settlement/index.ts'
import { appendSales, lockOrder } from './order-rows.repo.ts'

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
  await appendSales(trx, order.show_id, fee.atMs, 'feeBooked', {
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
  await appendSales(trx, order.show_id, refund.atMs, 'orderRefunded', {
    orderId: order.id,
    amountMinor,
    currency: order.currency,
    productTitle: order.product_title,
    returned: order.returned,
  })
}
