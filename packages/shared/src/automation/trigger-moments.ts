import { cueRemainingMs, type ClockState, type TriggerMoment } from '../rundown/index.ts'

export type TimedMoment = {
  moment: Extract<TriggerMoment, 'warning' | 'danger'>
  /** Until it comes, in ms; 0 or less: it has come. Null: not while the clock is held. */
  inMs: number | null
}

/**
 * When the cue on air reaches its warning and its danger (AU31); a threshold of 0 switches the moment off. One at or
 * above the cue's length comes with its start, as the screens show it. A cue without a length has neither.
 */
export function timedMoments(clock: ClockState, nowMs: number): TimedMoment[] {
  const remaining = cueRemainingMs(clock, nowMs)
  const { cue, phase } = clock
  if (remaining === null || !cue || (phase !== 'running' && phase !== 'held')) return []
  if (cue.durationMs === 0 && clock.cueAddedMs <= 0) return []
  const at = (moment: TimedMoment['moment'], thresholdMs: number): TimedMoment[] => {
    if (thresholdMs <= 0) return []
    const inMs = remaining - thresholdMs
    return [{ moment, inMs: phase === 'held' && inMs > 0 ? null : inMs }]
  }
  return [...at('warning', cue.warnMs), ...at('danger', cue.dangerMs)]
}

/** Names one firing: a trigger, its moment, and which taking (or loading) of the cue it belongs to. */
export function firingKey(triggerId: string, moment: TriggerMoment, occasion: string): string {
  return `${triggerId}:${moment}:${occasion}`
}
