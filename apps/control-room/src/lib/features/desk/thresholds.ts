import type { CueCard } from '@stallcast/shared/rundown'

const secondMs = 1_000
const minuteMs = 60_000
/** Told of every cue, whatever its own times are. */
const always = [10 * secondMs, 0]

/**
 * The point of a countdown that was passed between two looks at it: where the cue warns, where it is in danger,
 * ten seconds before its end, and the end. None when the cue has changed.
 */
export function passedThreshold(
  beforeMs: number | null,
  nowMs: number | null,
  times: Pick<CueCard, 'warnMs' | 'dangerMs'> | null,
): string | null {
  if (beforeMs === null || nowMs === null || nowMs >= beforeMs) return null
  // More than a few seconds at once: another cue, or a page that slept. Not the moment to speak.
  if (beforeMs - nowMs > 5_000) return null
  const points = [...always, ...(times ? [times.warnMs, times.dangerMs] : [])]
  const passed = points.filter((atMs) => beforeMs > atMs && nowMs <= atMs)
  return passed.length === 0 ? null : thresholdText(Math.min(...passed))
}

function thresholdText(atMs: number): string {
  if (atMs < secondMs) return 'Time is up'
  if (atMs === minuteMs) return 'One minute left'
  const seconds = Math.round(atMs / secondMs)
  return seconds % 60 === 0 ? `${seconds / 60} minutes left` : `${seconds} seconds left`
}
