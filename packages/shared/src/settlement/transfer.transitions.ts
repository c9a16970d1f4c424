import { assertNever } from '../kernel/index.ts'

/**
 * How a call that moves money ended:
 * - `uncertain`: no answer, so it may have been done (a lost response, a timeout);
 * - `server-error`: an answer above 500, which Stripe saves under the key and may repeat for ever;
 * - `busy`: rate limit or a call with the same key still running; nothing was done;
 * - `refused`: a definite no (no balance, no capability, no such account); nothing was done.
 */
export type TransferFailure = 'uncertain' | 'server-error' | 'busy' | 'refused'

export type RetryPlan = {
  delayMs: number
  /** Look for the effect at Stripe before anything is asked again (ST14). */
  lookUpFirst: boolean
  /** Only once it is certain that nothing was done may a new idempotency key be used (ST15). */
  newKey: 'now' | 'after-lookup' | 'no'
  /** Shown on the line; a hiccup that mends itself is not. */
  visible: boolean
}

const longestDelayMs = 10 * 60_000

/** @param attempts how many times the call was made, this one included */
export function planRetry(failure: TransferFailure, attempts: number): RetryPlan {
  const quick = Math.min(1_000 * 2 ** Math.min(attempts - 1, 20), longestDelayMs)
  const slow = Math.min(15_000 * 2 ** Math.min(attempts - 1, 20), longestDelayMs)
  const visible = attempts >= 4
  switch (failure) {
    case 'uncertain':
      return { delayMs: quick, lookUpFirst: true, newKey: 'no', visible }
    case 'server-error':
      return { delayMs: quick, lookUpFirst: true, newKey: 'after-lookup', visible }
    case 'busy':
      return { delayMs: quick, lookUpFirst: true, newKey: 'no', visible }
    case 'refused':
      return { delayMs: slow, lookUpFirst: true, newKey: 'now', visible: true }
    default:
      return assertNever(failure)
  }
}
