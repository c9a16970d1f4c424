import { demand, seatActor, systemActor, type Seat } from '@stallcast/shared/crew'
import { isDomainError } from '@stallcast/shared/kernel'
import {
  decideClock,
  idleClock,
  refreshClock,
  type ClockCommand,
  type ClockState,
  type CueCard,
} from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { commit, readState } from '@stallcast/store/rundown'
import { Serial } from '../infra/serial.ts'

export type RundownPorts = {
  database: Database
  /** The cues that can be taken, in show order. */
  cues: (showId: string) => Promise<readonly CueCard[]>
  publish: (showId: string, domain: 'clock', state: ClockState) => void
  now: () => number
}

type Loaded = { rev: number; state: ClockState }

/** Runs the show clock: authorise, decide, commit with the log, then tell. One command of a show at a time. */
export class RundownService {
  readonly #ports: RundownPorts
  readonly #clocks = new Map<string, Loaded>()
  readonly #serial = new Serial<string>()

  constructor(ports: RundownPorts) {
    this.#ports = ports
  }

  /** Restores the clock as the last accepted command left it, to the millisecond. */
  open(showId: string): Promise<void> {
    return this.#serial.run(showId, async () => {
      const clock = await this.#load(showId)
      const state = refreshClock(clock.state, await this.#ports.cues(showId))
      this.#clocks.set(showId, { ...clock, state })
      this.#ports.publish(showId, 'clock', state)
    })
  }

  async command(seat: Seat, command: ClockCommand): Promise<ClockState> {
    demand(seat.role, 'clock.run')
    const { showId } = seat
    return this.#serial.run(showId, async () => {
      const loaded = this.#clocks.get(showId) ?? (await this.#load(showId))
      const now = this.#ports.now()
      const decision = decideClock(loaded.state, command, await this.#ports.cues(showId), now)
      try {
        const { rev } = await commit(this.#ports.database, {
          showId,
          domain: 'clock',
          expectedRev: loaded.rev,
          atMs: now,
          actor: seatActor(seat),
          state: decision.state,
          events: decision.events,
        })
        this.#clocks.set(showId, { rev, state: decision.state })
      } catch (error) {
        // Another relay was quicker: what we hold is old, so the next command must start from the row.
        if (isDomainError(error)) this.#clocks.delete(showId)
        throw error
      }
      this.#ports.publish(showId, 'clock', decision.state)
      return decision.state
    })
  }

  /** The document has changed: the cue on air or the next one may read differently now. */
  refresh(showId: string): Promise<void> {
    return this.#serial.run(showId, async () => {
      const loaded = this.#clocks.get(showId)
      if (!loaded) return
      const state = refreshClock(loaded.state, await this.#ports.cues(showId))
      if (state === loaded.state) return
      const { rev } = await commit(this.#ports.database, {
        showId,
        domain: 'clock',
        expectedRev: loaded.rev,
        atMs: this.#ports.now(),
        actor: systemActor,
        state,
        events: [],
      })
      this.#clocks.set(showId, { rev, state })
      this.#ports.publish(showId, 'clock', state)
    })
  }

  state(showId: string): ClockState {
    return this.#clocks.get(showId)?.state ?? idleClock
  }

  async #load(showId: string): Promise<Loaded> {
    const row = await readState<ClockState>(this.#ports.database, showId, 'clock')
    return row ?? { rev: 0, state: idleClock }
  }
}
