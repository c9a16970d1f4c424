import type { OfferCue } from '@stallcast/shared/commerce'
import { demand, seatActor, type Seat } from '@stallcast/shared/crew'
import { isDomainError } from '@stallcast/shared/kernel'
import type { LiveState, ShowEvent } from '@stallcast/shared/protocol'
import type { Database } from '@stallcast/store'
import {
  applyTakenCue,
  closeOffer,
  readOfferState,
  readSalesState,
} from '@stallcast/store/commerce'
import { Coalesced } from '../infra/coalesced.ts'
import type { Logger } from '../infra/logger.ts'

export type CommercePorts = {
  database: Database
  /** A cue of the run of show as it is now, or null when it is gone. */
  cue: (showId: string, cueId: string) => Promise<OfferCue | null>
  publish: <D extends 'offer' | 'sales'>(showId: string, domain: D, state: LiveState[D]) => void
  now: () => number
  log: Logger
}

/** Stock moves with every buyer; screens need it a few times a second. */
const publishEveryMs = 200

/** The sale of each show as its log moves on: what is pinned, and what was sold. */
export class CommerceService {
  readonly #ports: CommercePorts
  readonly #board: Coalesced<string>

  constructor(ports: CommercePorts) {
    this.#ports = ports
    this.#board = new Coalesced((showId) => this.#publish(showId), {
      restMs: publishEveryMs,
      log: ports.log,
    })
  }

  /** Tells the state as it stands. */
  open(showId: string): Promise<void> {
    return this.#publish(showId)
  }

  /** A reaction to the log: every event at least once, in order (CO1, CO2). */
  readonly react = async (event: ShowEvent): Promise<void> => {
    if (event.type === 'cueTaken') await this.#applyCue(event)
    if (event.domain === 'offer' || event.domain === 'sales') this.#board.touch(event.showId)
  }

  /** @throws DomainError `auth.forbidden`, `offer.unknown` */
  async closeOffer(seat: Seat): Promise<void> {
    demand(seat.role, 'offer.run')
    await closeOffer(this.#ports.database, {
      showId: seat.showId,
      atMs: this.#ports.now(),
      actor: seatActor(seat),
    })
  }

  close(): void {
    this.#board.close()
  }

  async #applyCue(event: ShowEvent): Promise<void> {
    const { showId, seq, atMs, actor } = event
    const cue = await this.#ports.cue(showId, String(event.data['cueId']))
    if (!cue) return
    try {
      await applyTakenCue(this.#ports.database, { showId, seq, atMs, actor, cue })
    } catch (error) {
      // A cue that names a product nobody has: trying again would only keep later cues waiting.
      if (!isDomainError(error)) throw error
      this.#ports.log.warn({ showId, cueId: cue.id, code: error.code }, 'a cue pins no offer')
    }
  }

  async #publish(showId: string): Promise<void> {
    const { database, publish } = this.#ports
    const [offer, sales] = await Promise.all([
      readOfferState(database, showId),
      readSalesState(database, showId),
    ])
    publish(showId, 'offer', offer)
    publish(showId, 'sales', sales)
  }
}
