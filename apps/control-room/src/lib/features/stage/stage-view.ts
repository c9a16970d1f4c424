import {
  cueElapsedMs,
  cueLengthMs,
  cueRemainingMs,
  showElapsedMs,
  timerReading,
  type ClockState,
  type TimerReading,
} from '@stallcast/shared/rundown'

/** How the big number is meant: `over` counts up past the end, `open` is a cue without a planned length. */
export type StageMood = 'idle' | 'open' | 'calm' | 'warn' | 'danger' | 'over' | 'held' | 'ended'

export type StageView = {
  mood: StageMood
  /** What the big number says of the cue that is on, by the cue's own kind of timer; null: no cue is on. */
  reading: Pick<TimerReading, 'type' | 'ms'> | null
  /** Left of the cue, negative when it runs over; null when no cue is on, or it has no length. */
  remainingMs: number | null
  /** How long the cue has been on. */
  elapsedMs: number
  /** How much of the cue has passed, 0 to 1. */
  passed: number
  /** Late (positive) or early by the plan that the clock itself carries; null when it carries none. */
  offsetMs: number | null
  showElapsedMs: number
}

/** What the stage screen shows at `nowMs`, server time. */
export function stageView(clock: ClockState, nowMs: number): StageView {
  const lengthMs = cueLengthMs(clock)
  const remainingMs = lengthMs <= 0 ? null : cueRemainingMs(clock, nowMs)
  const reading =
    clock.cue && clock.phase !== 'ended' ? timerReading(clock.cue, clock, nowMs) : null
  return {
    mood: moodOf(clock, reading, remainingMs),
    reading,
    remainingMs,
    elapsedMs: cueElapsedMs(clock, nowMs),
    passed:
      remainingMs === null ? 1 : Math.min(1, Math.max(0, (lengthMs - remainingMs) / lengthMs)),
    offsetMs: offsetOf(clock, nowMs),
    showElapsedMs: showElapsedMs(clock, nowMs),
  }
}

function moodOf(
  clock: ClockState,
  reading: TimerReading | null,
  remainingMs: number | null,
): StageMood {
  if (clock.phase === 'ended') return 'ended'
  if (clock.phase === 'idle' || !reading) return 'idle'
  if (clock.phase === 'held') return 'held'
  return remainingMs === null ? 'open' : reading.level
}

function offsetOf(clock: ClockState, nowMs: number): number | null {
  const plannedEndMs = clock.cue?.plannedEndMs ?? null
  if (plannedEndMs === null || clock.phase === 'ended') return null
  return nowMs + Math.max(0, cueRemainingMs(clock, nowMs) ?? 0) - plannedEndMs
}

export const moodTexts: Record<StageMood, string> = {
  idle: 'STAND BY',
  open: 'ON AIR',
  calm: 'ON AIR',
  warn: 'ON AIR',
  danger: 'ON AIR',
  over: 'OVER TIME',
  held: 'HOLD',
  ended: 'THE SHOW HAS ENDED',
}

/** What a screen reader hears when the mood changes; the digits themselves stay silent. */
export const moodAnnouncements: Record<StageMood, string> = {
  idle: '',
  open: '',
  calm: '',
  warn: 'The end of this cue is near.',
  danger: 'A few seconds left.',
  over: 'Over time.',
  held: 'The show is on hold.',
  ended: 'The show has ended.',
}
