import type { StoredCharge, StoredIntent, StoredMethod } from '../wire/objects.types.ts'

/** Where an intent waits for someone; everywhere else it can neither be confirmed nor canceled. */
const openStatuses = ['requires_payment_method', 'requires_confirmation', 'requires_action']

export function isOpen(intent: StoredIntent): boolean {
  return openStatuses.includes(intent.status)
}

/** The sentence of Stripe for an act that the status forbids. */
export function unexpectedState(intent: StoredIntent, act: 'cancel' | 'confirm' | 'update') {
  if (act === 'cancel') {
    return (
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. ` +
      `Only a PaymentIntent with one of the following statuses may be canceled: ${openStatuses.join(', ')}.`
    )
  }
  if (act === 'confirm' && intent.status === 'succeeded') {
    return 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
  }
  const done = act === 'confirm' ? 'confirmed' : 'updated'
  return `This PaymentIntent could not be ${done} because it has a status of ${intent.status}.`
}

export function succeeded(
  intent: StoredIntent,
  method: StoredMethod,
  charge: StoredCharge,
): StoredIntent {
  return {
    ...intent,
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    status: 'succeeded',
  }
}

export type PaymentError = Omit<
  NonNullable<StoredIntent['last_payment_error']>,
  'payment_intent' | 'setup_intent' | 'source'
>

/** Back to the start: another method may be tried on the same intent. */
export function failed(
  intent: StoredIntent,
  error: PaymentError,
  charge: StoredCharge | null,
): StoredIntent {
  return {
    ...intent,
    last_payment_error: error,
    latest_charge: charge?.id ?? intent.latest_charge,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  }
}

export function awaitingCardholder(
  intent: StoredIntent,
  method: StoredMethod,
  url: string,
  returnUrl: string,
): StoredIntent {
  return {
    ...intent,
    last_payment_error: null,
    next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } },
    payment_method: method.id,
    status: 'requires_action',
  }
}

export function canceled(
  intent: StoredIntent,
  reason: string | null,
  atSeconds: number,
): StoredIntent {
  return {
    ...intent,
    canceled_at: atSeconds,
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  }
}
