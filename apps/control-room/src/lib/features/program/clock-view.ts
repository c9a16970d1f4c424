import {
  cueLengthMs,
  timerReading,
  type ClockState,
  type TimerLevel,
} from '@stallcast/shared/rundown'
import { clockText, countdownText, durationText } from '#lib/ui/time-text.ts'

/** What the card says of the cue on air. */
export type ClockView = {
  digits: string
  /** The words behind the digits. */
  words: string
  level: TimerLevel | 'held'
  /** How much of the cue has passed, 0 to 1. */
  passed: number
}

/** @param clock one that has a cue on */
export function clockView(clock: ClockState, nowMs: number, timeZone: string): ClockView | null {
  if (!clock.cue) return null
  const { type, ms, level } = timerReading(clock.cue, clock, nowMs)
  const lengthMs = cueLengthMs(clock)
  const leftMs = timerReading({ ...clock.cue, timerType: 'down' }, clock, nowMs).ms ?? 0
  const passed = lengthMs === 0 ? 0 : Math.min(1, Math.max(0, 1 - leftMs / lengthMs))
  const shown = { level: clock.phase === 'held' ? ('held' as const) : level, passed }
  const length = durationText(lengthMs)
  switch (type) {
    case 'down':
    case 'to-end': {
      const over = (ms ?? 0) < 0
      const end = type === 'to-end' && clock.cue.plannedEndMs !== null && !over
      const words = end
        ? `until ${clockText((clock.cue.plannedEndMs ?? 0) + clock.cueAddedMs, timeZone)}`
        : `${over ? 'over' : 'left of'} ${length}`
      return { ...shown, digits: countdownText(ms ?? 0), words }
    }
    case 'up': {
      const words = lengthMs > 0 ? `of ${length}` : 'on air, no length'
      return { ...shown, digits: durationText(Math.floor((ms ?? 0) / 1_000) * 1_000), words }
    }
    case 'clock':
      return {
        ...shown,
        digits: clockText(nowMs, timeZone),
        words: `${countdownText(leftMs)} left`,
      }
    case 'none':
      return { ...shown, digits: '–', words: `${countdownText(leftMs)} left` }
  }
}

/** How the next cue comes: by hand, or by itself at the end of this one. */
export function nextWords(clock: ClockState): string {
  if (!clock.cue) return 'first'
  if (clock.roll) return 'rolls on to'
  if (clock.loadedAtMs !== null) return 'loaded:'
  if (clock.chosenNextId !== null) return 'chosen next:'
  return { none: 'then', load: 'then loads', play: 'then plays' }[clock.cue.autoFollow]
}
