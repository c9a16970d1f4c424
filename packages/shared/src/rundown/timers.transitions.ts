import { assertNever, type EpochMs } from '../kernel/index.ts'
import type { AuxTimer, TimerCommand, TimersState } from './timers.schema.ts'

const longestMs = 86_400_000

/** What a command does to the timers (RD60, RD61). Asking for what is so already changes nothing. */
export function decideTimer(state: TimersState, command: TimerCommand, now: EpochMs): TimersState {
  return {
    timers: state.timers.map((timer) =>
      timer.id === command.timer ? changed(timer, command, now) : timer,
    ),
  }
}

function changed(timer: AuxTimer, command: TimerCommand, now: EpochMs): AuxTimer {
  switch (command.type) {
    case 'timer.set': {
      const { title = timer.title, mode = timer.mode, durationMs = timer.durationMs } = command
      return { ...timer, title, mode, durationMs }
    }
    case 'timer.start':
      return timer.startedAtMs === null ? { ...timer, startedAtMs: now } : timer
    case 'timer.pause':
      return { ...timer, startedAtMs: null, ranMs: timerRanMs(timer, now) }
    case 'timer.reset':
      return { ...timer, startedAtMs: null, ranMs: 0 }
    case 'timer.add': {
      const durationMs = Math.min(longestMs, Math.max(0, timer.durationMs + command.deltaMs))
      return { ...timer, durationMs }
    }
    default:
      return assertNever(command)
  }
}

/** How long a timer has run, its pauses left out. */
export function timerRanMs(timer: AuxTimer, now: EpochMs): number {
  return timer.ranMs + (timer.startedAtMs === null ? 0 : Math.max(0, now - timer.startedAtMs))
}

/** What a timer shows: time left (negative: over), or time run. */
export function auxTimerMs(timer: AuxTimer, now: EpochMs): number {
  const ranMs = timerRanMs(timer, now)
  return timer.mode === 'up' ? ranMs : timer.durationMs - ranMs
}

/** Whether it has anything to show: it runs, or it stands somewhere in between. */
export function isTimerInUse(timer: AuxTimer): boolean {
  return timer.startedAtMs !== null || timer.ranMs > 0
}
