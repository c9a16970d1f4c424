import { classifyStripeError } from '@stallcast/payments'
import { planRetry } from '@stallcast/shared/settlement'
import type { Database } from '@stallcast/store'
import {
  bookTransfer,
  pinEffect,
  postponeTransfer,
  readTransferOrder,
  renewKey,
  type Effect,
  type TransferOrder,
} from '@stallcast/store/settlement'
import type { Transfers } from './transfers.adapter.ts'

export type TransferDeps = { database: Database; transfers: Transfers; now: () => number }

const noAccount = 'This party has no account to be paid to yet.'

/**
 * Pays one statement line (ST13 to ST17). It may die between any two steps: what Stripe has done is found
 * again by its key or, after the lease, by looking; what is booked is booked once.
 */
export async function payLine(deps: TransferDeps, effect: Effect): Promise<void> {
  const order = await readTransferOrder(deps.database, effect.subjectId)
  try {
    const transferId = await obtainTransfer(deps, effect, order)
    if (transferId) await bookTransfer(deps.database, effect, order, transferId, deps.now())
  } catch (error) {
    const { kind, reason } = classifyStripeError(error)
    const plan = planRetry(kind, effect.attempts)
    await postponeTransfer(deps.database, effect, order, { plan, reason, atMs: deps.now() })
  }
}

/** The transfer's id; null when there is none now: put off, or the lease was lost to another worker. */
async function obtainTransfer(
  deps: TransferDeps,
  effect: Effect,
  order: TransferOrder,
): Promise<string | null> {
  let { keyRevision, pinned } = effect
  if (effect.lookUpFirst) {
    const found = await deps.transfers.find(order)
    if (found) return found
    if (effect.newKeyAfterLookup) {
      const renewed = await renewKey(deps.database, effect)
      if (renewed === null) return null
      keyRevision = renewed
      pinned = null
    }
  }
  const destination = pinned?.destination ?? order.stripeAccountId
  if (!destination) {
    const plan = { ...planRetry('refused', effect.attempts), newKey: 'no' as const }
    await postponeTransfer(deps.database, effect, order, {
      plan,
      reason: noAccount,
      atMs: deps.now(),
    })
    return null
  }
  // Under one key only one destination: a changed account must not meet an old key.
  pinned = await pinEffect(deps.database, effect, { destination })
  if (!pinned) return null
  return deps.transfers.create(order, pinned.destination, `transfer:${order.lineId}:${keyRevision}`)
}
