/**
 * Milliseconds to wait before attempt `attempt` (0 is the first retry): doubles from half a second to 8 s.
 * @param spread 0 to 1, drawn by the caller: takes up to a fifth off, so that a crowd does not return in step
 */
export function backoffMs(attempt: number, spread: number): number {
  const full = Math.min(8_000, 500 * 2 ** Math.max(0, attempt))
  return Math.round(full * (1 - 0.2 * spread))
}
