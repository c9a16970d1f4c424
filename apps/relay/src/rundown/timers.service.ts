import { demand, seatActor, type Seat } from '@stallcast/shared/crew'
import {
  decideTimer,
  initialTimers,
  timersStateSchema,
  type TimerCommand,
  type TimersState,
} from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { Serial } from '../infra/serial.ts'
import { KeptState } from '../infra/kept-state.ts'

export type TimersPorts = {
  database: Database
  publish: (showId: string, domain: 'timers', state: TimersState) => void
  now: () => number
}

/** The three timers beside the show clock. They leave no trace in the log. */
export class TimersService {
  readonly #now: () => number
  readonly #kept: KeptState<TimersState>
  readonly #serial = new Serial<string>()

  constructor({ database, publish, now }: TimersPorts) {
    this.#now = now
    this.#kept = new KeptState({
      database,
      domain: 'timers',
      initial: initialTimers,
      parse: (row) => timersStateSchema.parse(row),
      publish: (showId, state) => publish(showId, 'timers', state),
    })
  }

  async open(showId: string): Promise<void> {
    await this.#serial.run(showId, () => this.#kept.open(showId))
  }

  /** Another relay has changed it, and told of it. */
  reload(showId: string): Promise<void> {
    return this.#serial.run(showId, () => this.#kept.reload(showId))
  }

  async command(seat: Seat, command: TimerCommand): Promise<TimersState> {
    demand(seat.role, 'timer.run')
    return this.#serial.run(seat.showId, () =>
      this.#kept.change(seat.showId, (timers) => {
        const atMs = this.#now()
        const state = decideTimer(timers, command, atMs)
        return { state, events: [], atMs, actor: seatActor(seat) }
      }),
    )
  }

  state(showId: string): TimersState {
    return this.#kept.read(showId)
  }
}
