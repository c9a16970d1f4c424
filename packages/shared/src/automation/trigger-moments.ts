import { cueRemainingMs, type ClockState, type TriggerMoment } from '../rundown/index.ts'

/** Time left at which a cue warns and is in danger, its own or the show's; 0 switches the moment off. */
export type CueThresholds = { warnMs: number; dangerMs: number }

export type TimedMoment = {
  moment: Extract<TriggerMoment, 'warning' | 'danger'>
  /** Until it comes, in ms; 0 or less: it has come. Null: not while the clock is held. */
  inMs: number | null
}

/**
 * When the cue on air reaches its warning and its danger (AU31). A threshold at or above the cue's length
 * comes with its start, as the screens show it.
 */
export function timedMoments(
  clock: ClockState,
  thresholds: CueThresholds,
  nowMs: number,
): TimedMoment[] {
  const remaining = cueRemainingMs(clock, nowMs)
  if (remaining === null || (clock.phase !== 'running' && clock.phase !== 'held')) return []
  const at = (moment: TimedMoment['moment'], thresholdMs: number): TimedMoment[] => {
    if (thresholdMs <= 0) return []
    const inMs = remaining - thresholdMs
    return [{ moment, inMs: clock.phase === 'held' && inMs > 0 ? null : inMs }]
  }
  return [...at('warning', thresholds.warnMs), ...at('danger', thresholds.dangerMs)]
}

/** Names one firing: a trigger, its moment, and which taking (or loading) of the cue it belongs to. */
export function firingKey(triggerId: string, moment: TriggerMoment, occasion: string): string {
  return `${triggerId}:${moment}:${occasion}`
}
