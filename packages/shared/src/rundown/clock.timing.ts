import type { EpochMs } from '../kernel/index.ts'
import type { ClockState } from './clock.schema.ts'

/** Time the current cue has run, holds left out. 0 when nothing is on. */
export function cueElapsedMs(clock: ClockState, now: EpochMs): number {
  if (clock.cueTakenAtMs === null) return 0
  const until = clock.heldSinceMs ?? clock.showEndedAtMs ?? now
  return Math.max(0, until - clock.cueTakenAtMs - clock.cueHeldMs)
}

/**
 * What is left of the current cue; negative when it runs over. `null` when nothing is on. A cue that counts to
 * its planned end (RD46) goes by the wall, on hold too; one that was taken after it goes by its length.
 */
export function cueRemainingMs(clock: ClockState, now: EpochMs): number | null {
  if (!clock.cue) return null
  const wallEndMs = wallEnd(clock)
  if (wallEndMs !== null) return wallEndMs + clock.cueAddedMs - (clock.showEndedAtMs ?? now)
  return clock.cue.durationMs + clock.cueAddedMs - cueElapsedMs(clock, now)
}

function wallEnd({ cue, cueTakenAtMs }: ClockState): EpochMs | null {
  const endMs = cue?.timerType === 'to-end' ? cue.plannedEndMs : null
  return endMs !== null && cueTakenAtMs !== null && endMs > cueTakenAtMs ? endMs : null
}

/** How long the current cue lasts in all, with what was added; 0: it has no length and is not late. */
export function cueLengthMs(clock: ClockState): number {
  if (!clock.cue) return 0
  const wallEndMs = wallEnd(clock)
  const lengthMs =
    wallEndMs === null ? clock.cue.durationMs : wallEndMs - (clock.cueTakenAtMs ?? wallEndMs)
  return Math.max(0, lengthMs + clock.cueAddedMs)
}

/** How long the show has been on air. */
export function showElapsedMs(clock: ClockState, now: EpochMs): number {
  if (clock.showStartedAtMs === null) return 0
  return Math.max(0, (clock.showEndedAtMs ?? now) - clock.showStartedAtMs)
}

/** When the cue on air warns, is in danger and ends. */
export type CueMoments = { warnAtMs: EpochMs; dangerAtMs: EpochMs; endAtMs: EpochMs }

/** Null while no end can be told: nothing runs, it is on hold, or the cue has no length. */
export function cueMoments(clock: ClockState): CueMoments | null {
  if (clock.phase !== 'running' || !clock.cue || clock.cueTakenAtMs === null) return null
  if (cueLengthMs(clock) === 0 && clock.cue.durationMs === 0) return null
  const remainingMs = cueRemainingMs(clock, clock.cueTakenAtMs)
  if (remainingMs === null) return null
  // Elapsed time does not count below nothing, so the hold is added here and not at the taking.
  const heldMs = wallEnd(clock) === null ? clock.cueHeldMs : 0
  const endAtMs = clock.cueTakenAtMs + remainingMs + heldMs
  return { warnAtMs: endAtMs - clock.cue.warnMs, dangerAtMs: endAtMs - clock.cue.dangerMs, endAtMs }
}
