import { estimateFeeMinor } from '@stallcast/shared/commerce'
import { invariant } from '@stallcast/shared/kernel'
import type { Stripe } from 'stripe'

/** A payment that has come in, as the shop books it. */
export type PaidIntent = {
  orderId: string
  paymentIntentId: string
  chargeId: string
  amountMinor: number
  /** ISO code, upper case. */
  currency: string
  feeMinor: number
  /** Stripe has not booked the fee yet (CO11); `charge.updated` tells when it has. */
  feeEstimated: boolean
  refundedMinor: number
}

/**
 * Reads a PaymentIntent as it is now, whatever a webhook said it was, with the fee of its charge.
 * @returns null unless it is paid, and when it is none of ours
 * @throws Stripe's errors
 */
export async function readPaidIntent(
  stripe: Stripe,
  paymentIntentId: string,
): Promise<PaidIntent | null> {
  const intent = await stripe.paymentIntents.retrieve(paymentIntentId, {
    expand: ['latest_charge.balance_transaction'],
  })
  const orderId = intent.metadata['orderId']
  if (intent.status !== 'succeeded' || !orderId) return null
  const charge = intent.latest_charge
  invariant(charge && typeof charge === 'object', `no charge in ${paymentIntentId}`)
  const feeMinor = bookedFee(charge)
  return {
    orderId,
    paymentIntentId,
    chargeId: charge.id,
    amountMinor: intent.amount_received,
    currency: intent.currency.toUpperCase(),
    feeMinor: feeMinor ?? estimateFeeMinor(intent.amount_received),
    feeEstimated: feeMinor === null,
    refundedMinor: charge.amount_refunded,
  }
}

/** The fee in the charge's own currency; null while it is not booked, or booked in another currency. */
export function bookedFee(charge: Stripe.Charge): number | null {
  const booking = charge.balance_transaction
  if (!booking || typeof booking !== 'object') return null
  return booking.currency === charge.currency ? booking.fee : null
}
