import { DomainError } from '@stallcast/shared/kernel'
import type { TransferFailure } from '@stallcast/shared/settlement'
import { Stripe } from 'stripe'

export type StripeFailure = {
  kind: TransferFailure
  /** For people: ours where we have one, else Stripe's own sentence. */
  reason: string
}

/** What finance reads in place of Stripe's words, which are written for programmers. By Stripe's error code. */
const plainWords: Readonly<Record<string, string>> = {
  balance_insufficient:
    'The sales of this show have not cleared at Stripe yet. It is paid as soon as they have.',
  insufficient_capabilities_for_transfer:
    'Their Stripe account cannot receive money yet. They have to finish its set-up.',
  account_invalid: 'Their Stripe account cannot be reached. It may have been closed.',
}

/**
 * Tells what a failed call leaves behind (PY3). The client has tried again by itself where that is safe, so
 * this is how its last attempt ended.
 * @throws the error itself when it is not Stripe's: a bug
 */
export function classifyStripeError(error: unknown): StripeFailure {
  if (!(error instanceof Stripe.errors.StripeError)) throw error
  const reason = plainWords[error.code ?? ''] ?? error.message
  if (error instanceof Stripe.errors.StripeConnectionError) return { kind: 'uncertain', reason }
  if (error instanceof Stripe.errors.StripeRateLimitError) return { kind: 'busy', reason }
  // The same key with other arguments: a fault of ours, and an earlier call may have done its work.
  if (error instanceof Stripe.errors.StripeIdempotencyError) return { kind: 'uncertain', reason }
  const status = error.statusCode ?? 0
  // 409: a call with this key is still running.
  if (status === 409 || status === 429) return { kind: 'busy', reason }
  if (status >= 500) return { kind: 'server-error', reason }
  return status >= 400 ? { kind: 'refused', reason } : { kind: 'uncertain', reason }
}

/** Whether Stripe refused because the object is in another state than the call needs. */
export function isUnexpectedState(error: unknown): boolean {
  return (
    error instanceof Stripe.errors.StripeInvalidRequestError &&
    error.code === 'payment_intent_unexpected_state'
  )
}

/** For a person who waits: the service is away, or said no. @throws what is not Stripe's */
export function toPaymentError(error: unknown): DomainError {
  const failure = classifyStripeError(error)
  return failure.kind === 'refused'
    ? new DomainError('payment.failed', { detail: failure.reason }, { cause: error })
    : new DomainError('payment.unavailable', {}, { cause: error })
}
