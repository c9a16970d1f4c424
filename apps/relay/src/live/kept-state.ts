import type { Actor } from '@stallcast/shared/crew'
import { isDomainError } from '@stallcast/shared/kernel'
import type { LiveDomain, LiveState } from '@stallcast/shared/protocol'
import type { Database } from '@stallcast/store'
import { commit, readState, type NewEvent } from '@stallcast/store/rundown'
import { Serial } from '../infra/serial.ts'
import type { Publish } from './live-hub.ts'

export type Decision<State> = { state: State; events: readonly NewEvent[] }

type Kept<State> = { rev: number; state: State }

/**
 * The live state of one domain, kept in Postgres with the log: a change is decided on what is there, committed
 * with its events, then published. Changes of one show stand in line; when another relay was quicker, the
 * decision is made once more on what it left.
 */
export class KeptState<D extends LiveDomain> {
  readonly #domain: D
  readonly #initial: LiveState[D]
  readonly #database: Database
  readonly #publish: Publish
  readonly #now: () => number
  readonly #shows = new Map<string, Kept<LiveState[D]>>()
  readonly #serial = new Serial<string>()

  constructor(deps: {
    domain: D
    initial: LiveState[D]
    database: Database
    publish: Publish
    now: () => number
  }) {
    this.#domain = deps.domain
    this.#initial = deps.initial
    this.#database = deps.database
    this.#publish = deps.publish
    this.#now = deps.now
  }

  open(showId: string): Promise<void> {
    return this.#serial.run(showId, async () => {
      const { state } = await this.#load(showId)
      this.#publish(showId, this.#domain, state)
    })
  }

  /** @param decide pure; the same state back and no events: nothing happens */
  change(
    showId: string,
    actor: Actor,
    decide: (state: LiveState[D], now: number) => Decision<LiveState[D]>,
  ): Promise<LiveState[D]> {
    return this.#serial.run(showId, async () => {
      try {
        return await this.#attempt(showId, actor, decide)
      } catch (error) {
        if (!isDomainError(error) || error.code !== 'clock.stale') throw error
        this.#shows.delete(showId)
        return this.#attempt(showId, actor, decide)
      }
    })
  }

  async #attempt(
    showId: string,
    actor: Actor,
    decide: (state: LiveState[D], now: number) => Decision<LiveState[D]>,
  ): Promise<LiveState[D]> {
    const kept = this.#shows.get(showId) ?? (await this.#load(showId))
    const atMs = this.#now()
    const { state, events } = decide(kept.state, atMs)
    if (state === kept.state && events.length === 0) return state
    const { rev } = await commit(this.#database, {
      showId,
      domain: this.#domain,
      expectedRev: kept.rev,
      atMs,
      actor,
      state: state as object,
      events,
    })
    this.#shows.set(showId, { rev, state })
    this.#publish(showId, this.#domain, state)
    return state
  }

  async #load(showId: string): Promise<Kept<LiveState[D]>> {
    const row = await readState<LiveState[D] & object>(this.#database, showId, this.#domain)
    const kept = row ?? { rev: 0, state: this.#initial }
    this.#shows.set(showId, kept)
    return kept
  }
}
