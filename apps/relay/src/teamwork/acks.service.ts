import { demand, seatActor, systemActor, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { ShowEvent } from '@stallcast/shared/protocol'
import { clearAcks, decideAck, noAcks, type AckCommand } from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { KeptState, type Publish } from '../live/index.ts'

export type AcksPorts = {
  database: Database
  publish: Publish
  hasCue: (showId: string, cueId: string) => Promise<boolean>
  /** A rehearsal leaves nothing in the log. */
  rehearsing: (showId: string) => boolean
  now: () => number
}

/** Which department has read a cue or stands by for it. */
export class AcksService {
  readonly #ports: AcksPorts
  readonly #acks: KeptState<'acks'>

  constructor(ports: AcksPorts) {
    this.#ports = ports
    this.#acks = new KeptState({ ...ports, domain: 'acks', initial: noAcks })
  }

  open(showId: string): Promise<void> {
    return this.#acks.open(showId)
  }

  /** @throws DomainError `cue.unknown`, `auth.forbidden` */
  async command(seat: Seat, command: AckCommand): Promise<void> {
    demand(seat.role, 'rundown.acknowledge')
    const { showId, role, personName } = seat
    if (!(await this.#ports.hasCue(showId, command.cueId))) throw new DomainError('cue.unknown')
    // Observers hold no department of the crew's: they answer for what their link is called.
    const department = role === 'observer' ? personName : role
    await this.#acks.change(showId, seatActor(seat), (state, now) => {
      const decision = decideAck(state, command, { department, personName }, now)
      return this.#ports.rehearsing(showId) ? { ...decision, events: [] } : decision
    })
  }

  /** Reaction to the log: a cue that is taken is answered anew (RD98). */
  readonly react = async (event: ShowEvent): Promise<void> => {
    if (event.type !== 'cueTaken') return
    const cueId = String(event.data['cueId'])
    await this.#acks.change(event.showId, systemActor, (state) => ({
      state: clearAcks(state, cueId),
      events: [],
    }))
  }
}
