import { demand, seatActor, type Seat } from '@stallcast/shared/crew'
import { decidePrompter, restingPrompter, type PrompterCommand } from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { KeptState, type Publish } from '../live/index.ts'

/** One prompter for a show: whoever holds it scrolls it on every screen. */
export class PrompterService {
  readonly #prompter: KeptState<'prompter'>

  constructor(deps: { database: Database; publish: Publish; now: () => number }) {
    this.#prompter = new KeptState({ ...deps, domain: 'prompter', initial: restingPrompter })
  }

  open(showId: string): Promise<void> {
    return this.#prompter.open(showId)
  }

  /** @throws DomainError `prompter.held`, `prompter.free`, `auth.forbidden` */
  async command(seat: Seat, command: PrompterCommand): Promise<void> {
    demand(seat.role, 'prompter.run')
    const who = { sessionId: seat.sessionId, name: seat.personName }
    await this.#prompter.change(seat.showId, seatActor(seat), (state, now) => ({
      state: decidePrompter(state, command, who, now),
      events: [],
    }))
  }
}
