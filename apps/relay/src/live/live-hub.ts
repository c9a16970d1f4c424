import { seatState, seesDomain, type LiveDomain, type LiveState } from '@stallcast/shared/protocol'
import { roleSchema, type Role, type Seat } from '@stallcast/shared/crew'

/** Sends to the sockets of this relay in a show that hold one of the roles. */
export type Broadcast = (
  showId: string,
  roles: readonly Role[],
  message: { domain: LiveDomain; rev: number; state: unknown },
) => void

export type Publish = <D extends LiveDomain>(showId: string, domain: D, state: LiveState[D]) => void

/** Hears every state that this relay holds, also one that another has published. */
export type StateListener = (
  showId: string,
  message: { domain: LiveDomain; rev: number; state: unknown },
) => void

export type LiveEntry = { rev: number; state: unknown }

/** Revisions of one relay lie this far apart; between them is room for those of others. */
const revStep = 1_000

/**
 * The latest state of each domain of each show, and who may see it. Domains publish; gateways read. Relays
 * that serve the same show pass on what is published to each other: each holds all of it and tells its own
 * sockets.
 */
export class LiveHub {
  readonly #shows = new Map<string, Map<LiveDomain, LiveEntry>>()
  readonly #stateListeners = new Set<StateListener>()
  #broadcast: Broadcast = () => undefined
  #passOn: (showId: string, domain: LiveDomain, entry: LiveEntry) => void = () => undefined
  // Screens compare revisions, also across a restart and with those of other relays: milliseconds, and an
  // ending of each relay's own, so that no two are alike and a later one is higher.
  readonly #ending = Math.floor(Math.random() * revStep)
  #revMs = Date.now()

  connectTo(broadcast: Broadcast): void {
    this.#broadcast = broadcast
  }

  onState(listener: StateListener): void {
    this.#stateListeners.add(listener)
  }

  /** @param passOn hands what is published here to the other relays of the show */
  shareBy(passOn: (showId: string, domain: LiveDomain, entry: LiveEntry) => void): void {
    this.#passOn = passOn
  }

  readonly publish: Publish = (showId, domain, state) => {
    this.#passOn(showId, domain, this.#put(showId, domain, state))
  }

  /** For a state that every relay of the show works out by itself. */
  readonly publishHere: Publish = (showId, domain, state) => {
    this.#put(showId, domain, state)
  }

  /**
   * A state that another relay has published; an older one than the one here changes nothing.
   * @returns whether it was news
   */
  receive(showId: string, domain: LiveDomain, entry: LiveEntry): boolean {
    const known = this.#shows.get(showId)?.get(domain)
    if (known && known.rev >= entry.rev) return false
    this.#revMs = Math.max(this.#revMs, Math.floor(entry.rev / revStep))
    this.#tell(showId, domain, entry)
    return true
  }

  entries(showId: string): (LiveEntry & { domain: LiveDomain })[] {
    return [...(this.#shows.get(showId) ?? [])].map(([domain, entry]) => ({ domain, ...entry }))
  }

  read<D extends LiveDomain>(showId: string, domain: D): LiveState[D] | undefined {
    return this.#shows.get(showId)?.get(domain)?.state as LiveState[D] | undefined
  }

  /** What a seat may see of a show now. */
  view(showId: string, seat: Seat): Partial<LiveState> {
    const entries = [...(this.#shows.get(showId) ?? [])]
      .filter(([domain]) => seesDomain(seat.role, domain))
      .map(([domain, { state }]) => [
        domain,
        seatState(seat, domain, state as LiveState[typeof domain]),
      ])
    return Object.fromEntries(entries) as Partial<LiveState>
  }

  #put(showId: string, domain: LiveDomain, state: unknown): LiveEntry {
    this.#revMs = Math.max(this.#revMs + 1, Date.now())
    const entry = { rev: this.#revMs * revStep + this.#ending, state }
    this.#tell(showId, domain, entry)
    return entry
  }

  #tell(showId: string, domain: LiveDomain, entry: LiveEntry): void {
    const domains = this.#shows.get(showId) ?? new Map<LiveDomain, LiveEntry>()
    this.#shows.set(showId, domains)
    domains.set(domain, entry)
    const roles = roleSchema.options.filter((role) => seesDomain(role, domain))
    this.#broadcast(showId, roles, { domain, ...entry })
    for (const listener of this.#stateListeners) listener(showId, { domain, ...entry })
  }
}
