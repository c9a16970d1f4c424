/**
 * A bucket of `burst` tokens that refills with `perSecond`.
 * @returns takes one token; false when there is none
 */
export function rateLimit(
  perSecond: number,
  burst = perSecond,
  now: () => number = Date.now,
): () => boolean {
  let tokens = burst
  let last = now()
  return () => {
    const at = now()
    tokens = Math.min(burst, tokens + ((at - last) / 1000) * perSecond)
    last = at
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
