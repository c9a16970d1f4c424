import type { Actor } from '@stallcast/shared/crew'
import { isDomainError } from '@stallcast/shared/kernel'
import { commit, readState, type NewEvent } from '@stallcast/store/rundown'
import type { Database } from '@stallcast/store'

export type KeptStatePorts<State extends object> = {
  database: Database
  domain: string
  initial: State
  /** Reads a row; rows of an older version may lack fields. */
  parse: (row: unknown) => State
  publish: (showId: string, state: State) => void
}

/** What is to be kept; null: nothing changes. */
export type Change<State> = {
  state: State
  events: readonly NewEvent[]
  atMs: number
  actor: Actor
} | null

const mostTries = 4

/**
 * The state of one domain of each show: a row in Postgres with its revision, and a copy here. When another
 * relay was quicker, the decision is made again on what it left.
 */
export class KeptState<State extends object> {
  readonly #ports: KeptStatePorts<State>
  readonly #kept = new Map<string, { rev: number; state: State }>()

  constructor(ports: KeptStatePorts<State>) {
    this.#ports = ports
  }

  /** The copy here; before `open` the initial state. */
  read(showId: string): State {
    return this.#kept.get(showId)?.state ?? this.#ports.initial
  }

  /** Loads the row and tells. */
  async open(showId: string): Promise<void> {
    const { state } = await this.#load(showId)
    this.#ports.publish(showId, state)
  }

  /** Loads the row that another relay has written, which has told of it too. */
  async reload(showId: string): Promise<void> {
    await this.#load(showId)
  }

  /** Decides on the latest state, keeps what comes of it together with its events, then tells. */
  async change(
    showId: string,
    decide: (state: State) => Change<State> | Promise<Change<State>>,
  ): Promise<State> {
    for (let tries = 1; ; tries++) {
      const kept = this.#kept.get(showId) ?? (await this.#load(showId))
      const change = await decide(kept.state)
      if (!change) return kept.state
      const { state, events, atMs, actor } = change
      const { database, domain } = this.#ports
      const expectedRev = kept.rev
      try {
        const row = { showId, domain, expectedRev, state, events, atMs, actor }
        const { rev } = await commit(database, row)
        this.#kept.set(showId, { rev, state })
      } catch (error) {
        if (!isDomainError(error)) throw error
        await this.#load(showId)
        if (tries === mostTries) throw error
        continue
      }
      this.#ports.publish(showId, state)
      return state
    }
  }

  async #load(showId: string): Promise<{ rev: number; state: State }> {
    const { database, domain, initial, parse } = this.#ports
    const row = await readState<State>(database, showId, domain)
    const kept = row ? { rev: row.rev, state: parse(row.state) } : { rev: 0, state: initial }
    this.#kept.set(showId, kept)
    return kept
  }
}
