import { isUnexpectedState, readPaidIntent, type Stripe } from '@stallcast/payments'
import { isDomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import { readOrder, recordIntent, releaseOrder, type Order } from '@stallcast/store/commerce'
import type { JobHandler } from '@stallcast/store/queues'

export type HoldExpiryDeps = { database: Database; stripe: Stripe; now: () => number }

const lateReason = 'The payment did not come in time.'

/** Ends an order that was not paid in time (CO5). Runs as often as it likes. @throws Stripe's errors */
export function holdExpireJob(deps: HoldExpiryDeps): JobHandler<'hold-expire'> {
  return async ({ orderId }) => {
    const order = await findOrder(deps.database, orderId)
    if (order?.status !== 'pending') return
    // First take away the means to pay, then the stock: the other way round someone pays for nothing.
    if (order.paymentIntentId && !(await cancelPayment(deps, order.paymentIntentId))) return
    await deps.database.transaction().execute((trx) =>
      releaseOrder(trx, {
        orderId,
        status: order.reason === null ? 'expired' : 'failed',
        reason: order.reason ?? lateReason,
        atMs: deps.now(),
      }),
    )
  }
}

/** False when the money is here or on its way; a payment whose webhook was lost is recorded. */
async function cancelPayment(deps: HoldExpiryDeps, paymentIntentId: string): Promise<boolean> {
  try {
    await deps.stripe.paymentIntents.cancel(paymentIntentId, {
      cancellation_reason: 'abandoned',
    })
    return true
  } catch (error) {
    if (!isUnexpectedState(error)) throw error
  }
  const paid = await readPaidIntent(deps.stripe, paymentIntentId)
  if (paid) {
    await deps.database
      .transaction()
      .execute((trx) => recordIntent(trx, { ...paid, atMs: deps.now() }))
    return false
  }
  const intent = await deps.stripe.paymentIntents.retrieve(paymentIntentId)
  return intent.status === 'canceled'
}

async function findOrder(database: Database, orderId: string): Promise<Order | null> {
  try {
    return await readOrder(database, orderId)
  } catch (error) {
    if (isDomainError(error)) return null
    throw error
  }
}
