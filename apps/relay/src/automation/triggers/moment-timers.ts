import type { TimedMoment } from '@stallcast/shared/automation'
import type { ClockState } from '@stallcast/shared/rundown'
import type { CueMoment } from './trigger.service.ts'

type Kept = { occasion: string; fired: Set<string>; timers: NodeJS.Timeout[] }

/**
 * Waits for the timed moments of what is on air. Set anew with every change of the clock, so that added time, a hold
 * or another length move them; what has fired in this taking does not fire again.
 */
export class MomentTimers {
  readonly #now: () => number
  readonly #due: (showId: string, moment: CueMoment) => void
  readonly #kept = new Map<string, Kept>()

  constructor(now: () => number, due: (showId: string, moment: CueMoment) => void) {
    this.#now = now
    this.#due = due
  }

  set(
    showId: string,
    which: 'show' | 'rehearsal',
    clock: ClockState | null,
    moments: readonly TimedMoment[] | null,
  ): void {
    const name = `${which} ${showId}`
    const occasion = `${which === 'show' ? '' : 'r'}${clock?.cueTakenAtMs ?? ''}`
    const before = this.#kept.get(name)
    before?.timers.forEach(clearTimeout)
    const fired = before?.occasion === occasion ? before.fired : new Set<string>()
    const kept: Kept = { occasion, fired, timers: [] }
    this.#kept.set(name, kept)
    const cueId = clock?.cue?.id
    if (cueId === undefined) return
    for (const { moment, inMs } of moments ?? []) {
      if (inMs === null || fired.has(moment)) continue
      const atMs = Math.max(clock?.cueTakenAtMs ?? 0, this.#now() + inMs)
      const fire = () => {
        fired.add(moment)
        this.#due(showId, { on: moment, cueId, occasion, atMs, rehearsal: which === 'rehearsal' })
      }
      if (inMs <= 0) fire()
      else kept.timers.push(setTimeout(fire, inMs))
    }
  }

  close(): void {
    for (const { timers } of this.#kept.values()) timers.forEach(clearTimeout)
    this.#kept.clear()
  }
}
