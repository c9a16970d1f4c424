import { randomUUID } from 'node:crypto'
import { demand, seatActor, type Actor, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { ShowEvent } from '@stallcast/shared/protocol'
import type { SettlementState } from '@stallcast/shared/settlement'
import type { Database } from '@stallcast/store'
import type { Queues } from '@stallcast/store/queues'
import {
  approveStatement,
  hasSomethingToSettle,
  readSettlementState,
  rejectStatement,
} from '@stallcast/store/settlement'
import { Coalesced } from '../infra/coalesced.ts'
import type { Logger } from '../infra/logger.ts'

export type SettlementPorts = {
  database: Database
  queues: Pick<Queues, 'add'>
  /** A cue of the run of show as it is now, or null when it is gone. */
  cue: (showId: string, cueId: string) => Promise<{ type: string } | null>
  publish: (showId: string, domain: 'settlement', state: SettlementState) => void
  now: () => number
  log: Logger
}

const publishEveryMs = 400

/** Proposals and approvals as the crew asks for them; the worker draws up statements and pays. */
export class SettlementService {
  readonly #ports: SettlementPorts
  readonly #board: Coalesced<string>

  constructor(ports: SettlementPorts) {
    this.#ports = ports
    this.#board = new Coalesced((showId) => this.#publish(showId), {
      restMs: publishEveryMs,
      log: ports.log,
    })
  }

  /** Tells the state as it stands; a show without an agreement has none. */
  open(showId: string): Promise<void> {
    return this.#publish(showId)
  }

  /** A reaction to the log: a settle cue asks for a statement, and what moves money moves the live split. */
  readonly react = async (event: ShowEvent): Promise<void> => {
    if (event.type === 'cueTaken') await this.#settleCue(event)
    if (event.domain === 'sales' || event.domain === 'settlement') this.#board.touch(event.showId)
  }

  /** @throws DomainError `auth.forbidden`, `settlement.nothing` */
  async propose(seat: Seat): Promise<void> {
    demand(seat.role, 'settlement.propose')
    if (!(await hasSomethingToSettle(this.#ports.database, seat.showId))) {
      throw new DomainError('settlement.nothing')
    }
    await this.#request(seat.showId, randomUUID(), seatActor(seat))
  }

  /** @throws DomainError `auth.forbidden`, `settlement.unknown|stale|state|own-proposal` */
  async approve(seat: Seat, statement: { statementId: string; revision: number }): Promise<void> {
    demand(seat.role, 'settlement.approve')
    const { statementId, revision } = statement
    await approveStatement(this.#ports.database, {
      showId: seat.showId,
      statementId,
      revision,
      actor: { ...seatActor(seat), sessionId: seat.sessionId },
      atMs: this.#ports.now(),
    })
    await this.#wakeOutbox(statementId)
  }

  /** @throws DomainError `auth.forbidden`, `settlement.unknown|stale|state` */
  async reject(seat: Seat, statement: { statementId: string; reason: string }): Promise<void> {
    demand(seat.role, 'settlement.approve')
    await rejectStatement(this.#ports.database, {
      showId: seat.showId,
      statementId: statement.statementId,
      reason: statement.reason,
      actor: seatActor(seat),
      atMs: this.#ports.now(),
    })
  }

  close(): void {
    this.#board.close()
  }

  async #settleCue(event: ShowEvent): Promise<void> {
    const cue = await this.#ports.cue(event.showId, String(event.data['cueId']))
    if (cue?.type !== 'settle') return
    // The same event makes the same request, so a reaction that runs twice asks once.
    await this.#request(event.showId, `${event.showId}-cue-${event.seq}`, event.actor)
  }

  async #request(showId: string, requestId: string, actor: Actor): Promise<void> {
    await this.#ports.queues.add('settlement-propose', `propose-${requestId}`, {
      showId,
      requestId,
      actor: { sessionId: actor.sessionId, name: actor.name },
    })
  }

  /** The outbox rows are the truth; a lost hint only costs the seconds until the worker's sweep. */
  async #wakeOutbox(statementId: string): Promise<void> {
    try {
      await this.#ports.queues.add('outbox-drain', `approved-${statementId}`, {
        reason: 'approved',
      })
    } catch (error) {
      this.#ports.log.warn({ err: error, statementId }, 'the outbox was not woken')
    }
  }

  async #publish(showId: string): Promise<void> {
    const state = await readSettlementState(this.#ports.database, showId)
    if (state) this.#ports.publish(showId, 'settlement', state)
  }
}
