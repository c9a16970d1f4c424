import { assertNever, type EpochMs } from '../../kernel/index.ts'
import type { ClockState, CueCard } from '../clock.schema.ts'
import { cueElapsedMs, cueLengthMs, cueRemainingMs } from '../clock.timing.ts'
import type { TimerType } from '../document.schema.ts'

/** How near the end is: `warn` and `danger` by the times of the cue. A cue without a length stays `calm`. */
export type TimerLevel = 'calm' | 'warn' | 'danger' | 'over'

/** What the big number says. `ms` is time left (negative: over), time run, or the epoch for `clock`; null: nothing. */
export type TimerReading = { type: TimerType; ms: number | null; level: TimerLevel }

/**
 * What the countdown of a cue shows (RD46). The cue on air reads from the clock, any other its length.
 */
export function timerReading(cue: CueCard, clock: ClockState, now: EpochMs): TimerReading {
  const onAir = clock.cue?.id === cue.id
  const lengthMs = onAir ? cueLengthMs(clock) : cue.durationMs
  const remainingMs = onAir ? (cueRemainingMs(clock, now) ?? 0) : cue.durationMs
  const open = lengthMs === 0 && cue.durationMs === 0
  const type =
    open && (cue.timerType === 'down' || cue.timerType === 'to-end') ? 'up' : cue.timerType
  const level = open || !onAir ? 'calm' : timerLevel(cue, remainingMs)
  switch (type) {
    case 'down':
    case 'to-end':
      return { type, ms: remainingMs, level }
    case 'up':
      return { type, ms: onAir ? cueElapsedMs(clock, now) : 0, level }
    case 'clock':
      return { type, ms: now, level }
    case 'none':
      return { type, ms: null, level }
    default:
      return assertNever(type)
  }
}

export function timerLevel(
  { warnMs, dangerMs }: Pick<CueCard, 'warnMs' | 'dangerMs'>,
  remainingMs: number,
): TimerLevel {
  if (remainingMs < 0) return 'over'
  if (remainingMs <= dangerMs) return 'danger'
  return remainingMs <= warnMs ? 'warn' : 'calm'
}
