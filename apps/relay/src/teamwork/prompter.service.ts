import { demand, seatActor, type Seat } from '@stallcast/shared/crew'
import {
  decidePrompter,
  prompterStateSchema,
  restingPrompter,
  type PrompterCommand,
  type PrompterState,
} from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { KeptState } from '../infra/kept-state.ts'
import { Serial } from '../infra/serial.ts'
import type { Publish } from '../live/index.ts'

/** One prompter for a show: whoever holds it scrolls it on every screen. */
export class PrompterService {
  readonly #prompter: KeptState<PrompterState>
  readonly #serial = new Serial<string>()
  readonly #now: () => number

  constructor(deps: { database: Database; publish: Publish; now: () => number }) {
    this.#now = deps.now
    this.#prompter = new KeptState({
      database: deps.database,
      domain: 'prompter',
      initial: restingPrompter,
      parse: (row) => prompterStateSchema.parse(row),
      publish: (showId, state) => deps.publish(showId, 'prompter', state),
    })
  }

  open(showId: string): Promise<void> {
    return this.#serial.run(showId, () => this.#prompter.open(showId))
  }

  /** @throws DomainError `prompter.held`, `prompter.free`, `auth.forbidden` */
  async command(seat: Seat, command: PrompterCommand): Promise<void> {
    demand(seat.role, 'prompter.run')
    const { showId, sessionId, personName: name } = seat
    await this.#serial.run(showId, () =>
      this.#prompter.change(showId, (prompter) => {
        const atMs = this.#now()
        const state = decidePrompter(prompter, command, { sessionId, name }, atMs)
        return state === prompter ? null : { state, events: [], atMs, actor: seatActor(seat) }
      }),
    )
  }
}
