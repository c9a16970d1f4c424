import { demand, seatActor, systemActor, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { ShowEvent } from '@stallcast/shared/protocol'
import {
  acksStateSchema,
  clearAcks,
  decideAck,
  noAcks,
  type AckCommand,
  type AcksState,
} from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { KeptState } from '../infra/kept-state.ts'
import { Serial } from '../infra/serial.ts'
import type { Publish } from '../live/index.ts'

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
  readonly #acks: KeptState<AcksState>
  readonly #serial = new Serial<string>()

  constructor(ports: AcksPorts) {
    this.#ports = ports
    this.#acks = new KeptState({
      database: ports.database,
      domain: 'acks',
      initial: noAcks,
      parse: (row) => acksStateSchema.parse(row),
      publish: (showId, state) => ports.publish(showId, 'acks', state),
    })
  }

  open(showId: string): Promise<void> {
    return this.#serial.run(showId, () => this.#acks.open(showId))
  }

  /** @throws DomainError `cue.unknown`, `auth.forbidden` */
  async command(seat: Seat, command: AckCommand): Promise<void> {
    demand(seat.role, 'rundown.acknowledge')
    const { showId, role, personName } = seat
    if (!(await this.#ports.hasCue(showId, command.cueId))) throw new DomainError('cue.unknown')
    // Observers hold no department of the crew's: they answer for what their link is called.
    const department = role === 'observer' ? personName : role
    const actor = seatActor(seat)
    await this.#serial.run(showId, () =>
      this.#acks.change(showId, (acks) => {
        const atMs = this.#ports.now()
        const { state, events } = decideAck(acks, command, { department, personName }, atMs)
        if (state === acks) return null
        return { state, events: this.#ports.rehearsing(showId) ? [] : events, atMs, actor }
      }),
    )
  }

  /** Reaction to the log: a cue that is taken is answered anew (RD98). */
  readonly react = async (event: ShowEvent): Promise<void> => {
    if (event.type !== 'cueTaken') return
    const cueId = String(event.data['cueId'])
    await this.#serial.run(event.showId, () =>
      this.#acks.change(event.showId, (acks) => {
        const state = clearAcks(acks, cueId)
        if (state === acks) return null
        return { state, events: [], atMs: this.#ports.now(), actor: systemActor }
      }),
    )
  }
}
