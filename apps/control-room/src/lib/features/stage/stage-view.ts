import {
  cueElapsedMs,
  cueRemainingMs,
  showElapsedMs,
  type ClockState,
} from '@stallcast/shared/rundown'

/** How the big number is meant: `over` counts up past the end, `open` is a cue without a planned length. */
export type StageMood = 'idle' | 'open' | 'calm' | 'soon' | 'last' | 'over' | 'held' | 'ended'

export type StageView = {
  mood: StageMood
  /** Left of the cue, negative when it runs over; null when no cue is on, or it has no length. */
  remainingMs: number | null
  /** How long the cue has been on. */
  elapsedMs: number
  /** How much of the cue has passed, 0 to 1. */
  passed: number
  showElapsedMs: number
}

const soonMs = 60_000
const lastMs = 10_000

/** What the stage screen shows at `nowMs`, server time. */
export function stageView(clock: ClockState, nowMs: number): StageView {
  const lengthMs = (clock.cue?.durationMs ?? 0) + clock.cueAddedMs
  const elapsedMs = cueElapsedMs(clock, nowMs)
  const remainingMs = lengthMs <= 0 ? null : cueRemainingMs(clock, nowMs)
  return {
    mood: moodOf(clock, remainingMs),
    remainingMs,
    elapsedMs,
    passed: lengthMs <= 0 ? 1 : Math.min(1, elapsedMs / lengthMs),
    showElapsedMs: showElapsedMs(clock, nowMs),
  }
}

function moodOf(clock: ClockState, remainingMs: number | null): StageMood {
  if (clock.phase === 'ended') return 'ended'
  if (clock.phase === 'idle' || !clock.cue) return 'idle'
  if (clock.phase === 'held') return 'held'
  if (remainingMs === null) return 'open'
  if (remainingMs < 0) return 'over'
  if (remainingMs <= lastMs) return 'last'
  return remainingMs <= soonMs ? 'soon' : 'calm'
}

export const moodTexts: Record<StageMood, string> = {
  idle: 'STAND BY',
  open: 'ON AIR',
  calm: 'ON AIR',
  soon: 'ON AIR',
  last: 'ON AIR',
  over: 'OVER TIME',
  held: 'HOLD',
  ended: 'THE SHOW HAS ENDED',
}

/** What a screen reader hears when the mood changes; the digits themselves stay silent. */
export const moodAnnouncements: Record<StageMood, string> = {
  idle: '',
  open: '',
  calm: '',
  soon: 'One minute left.',
  last: 'Ten seconds left.',
  over: 'Over time.',
  held: 'The show is on hold.',
  ended: 'The show has ended.',
}
