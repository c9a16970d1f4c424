import { randomUUID } from 'node:crypto'
import { demand, seatActor, type Seat } from '@stallcast/shared/crew'
import {
  decideStage,
  emptyStage,
  stageStateSchema,
  type StageCommand,
  type StageState,
} from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { Serial } from '../infra/serial.ts'
import { KeptState } from '../infra/kept-state.ts'

export type StagePorts = {
  database: Database
  publish: (showId: string, domain: 'stage', state: StageState) => void
  /** Who holds a seat of this show right now. */
  personName: (showId: string, sessionId: string) => string | null
  /** Messages of a rehearsal are not logged. */
  rehearsing: (showId: string) => boolean
  now: () => number
}

/** Messages to the people on the stage, with their answers, and screens made black. */
export class StageService {
  readonly #ports: StagePorts
  readonly #kept: KeptState<StageState>
  readonly #serial = new Serial<string>()

  constructor(ports: StagePorts) {
    this.#ports = ports
    this.#kept = new KeptState({
      database: ports.database,
      domain: 'stage',
      initial: emptyStage,
      parse: (row) => stageStateSchema.parse(row),
      publish: (showId, state) => ports.publish(showId, 'stage', state),
    })
  }

  async open(showId: string): Promise<void> {
    await this.#serial.run(showId, () => this.#kept.open(showId))
  }

  /** Another relay has changed it, and told of it. */
  reload(showId: string): Promise<void> {
    return this.#serial.run(showId, () => this.#kept.reload(showId))
  }

  async command(seat: Seat, command: StageCommand): Promise<StageState> {
    const seen = command.type === 'stage.acknowledge'
    demand(seat.role, seen ? 'stage.acknowledge' : 'stage.message')
    const { showId } = seat
    const actor = seatActor(seat)
    return this.#serial.run(showId, () =>
      this.#kept.change(showId, (stage) => {
        const now = this.#ports.now()
        const { state, events } = decideStage(stage, command, {
          actor,
          now,
          messageId: randomUUID(),
          personName: (sessionId) => this.#ports.personName(showId, sessionId),
        })
        if (state === stage) return null
        const logged = this.#ports.rehearsing(showId) ? [] : events
        return { state, events: logged, atMs: now, actor }
      }),
    )
  }

  state(showId: string): StageState {
    return this.#kept.read(showId)
  }
}
