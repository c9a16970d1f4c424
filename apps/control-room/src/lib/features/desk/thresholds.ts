/** Points of a cue's countdown that are told, latest first. */
const thresholds = [
  { atMs: 60_000, text: 'One minute left' },
  { atMs: 30_000, text: '30 seconds left' },
  { atMs: 10_000, text: '10 seconds left' },
  { atMs: 0, text: 'Time is up' },
] as const

/** The threshold that was passed between two looks at the countdown; none when the cue has changed. */
export function passedThreshold(beforeMs: number | null, nowMs: number | null): string | null {
  if (beforeMs === null || nowMs === null || nowMs >= beforeMs) return null
  // More than a few seconds at once: another cue, or a page that slept. Not the moment to speak.
  if (beforeMs - nowMs > 5_000) return null
  return thresholds.findLast(({ atMs }) => beforeMs > atMs && nowMs <= atMs)?.text ?? null
}

export type CountdownTone = 'calm' | 'soon' | 'over'

export function countdownTone(remainingMs: number): CountdownTone {
  if (remainingMs < 0) return 'over'
  return remainingMs <= 30_000 ? 'soon' : 'calm'
}
