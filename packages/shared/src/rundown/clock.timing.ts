import type { EpochMs } from '../kernel/index.ts'
import type { ClockState, CueCard } from './clock.schema.ts'

/** Time the current cue has run, holds left out. 0 when nothing is on. */
export function cueElapsedMs(clock: ClockState, now: EpochMs): number {
  if (clock.cueTakenAtMs === null) return 0
  const until = clock.heldSinceMs ?? clock.showEndedAtMs ?? now
  return Math.max(0, until - clock.cueTakenAtMs - clock.cueHeldMs)
}

/** What is left of the current cue; negative when it runs over. `null` when nothing is on. */
export function cueRemainingMs(clock: ClockState, now: EpochMs): number | null {
  if (!clock.cue) return null
  return clock.cue.durationMs + clock.cueAddedMs - cueElapsedMs(clock, now)
}

/** How long the show has been on air. */
export function showElapsedMs(clock: ClockState, now: EpochMs): number {
  if (clock.showStartedAtMs === null) return 0
  return Math.max(0, (clock.showEndedAtMs ?? now) - clock.showStartedAtMs)
}

export type CueTimes = { cueId: string; plannedStartMs: EpochMs; expectedStartMs: EpochMs | null }

export type ShowTimes = {
  cues: CueTimes[]
  plannedEndMs: EpochMs
  expectedEndMs: EpochMs
  /** Positive: the show will end that much later than planned. */
  overUnderMs: number
}

/**
 * Planned and expected start of every cue (RD10, RD11). The plan starts when the show started, or at
 * `plannedStartMs` while it has not; `expectedStartMs` is null for cues that are behind us.
 * @param cues those that can be taken, in show order
 */
export function showTimes(
  cues: readonly CueCard[],
  clock: ClockState,
  plannedStartMs: EpochMs,
  now: EpochMs,
): ShowTimes {
  const planStart = clock.showStartedAtMs ?? plannedStartMs
  const at = clock.cue ? cues.findIndex((cue) => cue.id === clock.cue?.id) : -1
  const remaining = cueRemainingMs(clock, now)
  let plan = planStart
  let expected = at < 0 ? Math.max(planStart, clock.phase === 'idle' ? now : planStart) : planStart
  const times = cues.map((cue, index): CueTimes => {
    const row: CueTimes = { cueId: cue.id, plannedStartMs: plan, expectedStartMs: expected }
    plan += cue.durationMs
    if (index < at) return { ...row, expectedStartMs: null }
    if (index === at) {
      row.expectedStartMs = clock.cueTakenAtMs
      // A cue that runs over pushes the rest before it: its end is now, never in the past.
      expected = now + Math.max(0, remaining ?? 0)
      return row
    }
    expected += cue.durationMs
    return row
  })
  const expectedEndMs = clock.showEndedAtMs ?? expected
  return { cues: times, plannedEndMs: plan, expectedEndMs, overUnderMs: expectedEndMs - plan }
}
