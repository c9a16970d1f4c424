import { classifyStripeError, type Stripe } from '@stallcast/payments'
import { invariant } from '@stallcast/shared/kernel'
import { planRetry } from '@stallcast/shared/settlement'
import type { Database } from '@stallcast/store'
import { readOrder, recordRefund } from '@stallcast/store/commerce'
import { finishEffect, postponeEffect, renewKey, type Effect } from '@stallcast/store/settlement'
import type { Logger } from '../infra/logger.ts'

export type RefundDeps = { database: Database; stripe: Stripe; now: () => number; log: Logger }

/**
 * Pays an order back in full (CO9): looked for at Stripe first when an earlier try may have done it, and
 * booked with the outbox row in one transaction.
 */
export async function refundOrder(deps: RefundDeps, effect: Effect): Promise<void> {
  const order = await readOrder(deps.database, effect.subjectId)
  const { orderId, chargeId } = order
  invariant(chargeId, `order ${orderId} has no charge to refund`)
  try {
    let keyRevision = effect.keyRevision
    if (effect.lookUpFirst) {
      const charge = await deps.stripe.charges.retrieve(chargeId)
      if (charge.amount_refunded >= order.totalMinor) return await book()
      if (effect.newKeyAfterLookup) {
        const renewed = await renewKey(deps.database, effect)
        if (renewed === null) return
        keyRevision = renewed
      }
    }
    await deps.stripe.refunds.create(
      { charge: chargeId, metadata: { orderId } },
      { idempotencyKey: `refund:${orderId}:${keyRevision}` },
    )
    await book()
  } catch (error) {
    const { kind, reason } = classifyStripeError(error)
    deps.log.warn({ orderId, kind, reason }, 'a refund is tried again')
    const plan = planRetry(kind, effect.attempts)
    await postponeEffect(deps.database, effect, plan, deps.now(), reason)
  }

  async function book(): Promise<void> {
    const atMs = deps.now()
    await deps.database.transaction().execute(async (trx) => {
      await recordRefund(trx, { orderId, totalRefundedMinor: order.totalMinor, atMs })
      await finishEffect(trx, effect.id, atMs)
    })
  }
}
