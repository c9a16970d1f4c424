import { seesDomain, type LiveDomain, type LiveState } from '@stallcast/shared/protocol'
import { roleSchema, type Role } from '@stallcast/shared/crew'

/** Sends to everyone in a show who holds one of the roles. */
export type Broadcast = (
  showId: string,
  roles: readonly Role[],
  message: { domain: LiveDomain; rev: number; state: unknown },
) => void

export type Publish = <D extends LiveDomain>(showId: string, domain: D, state: LiveState[D]) => void

/** The latest state of each domain of each show, and who may see it. Domains publish; gateways read. */
export class LiveHub {
  readonly #shows = new Map<string, Map<LiveDomain, { rev: number; state: unknown }>>()
  #broadcast: Broadcast = () => undefined
  // Screens compare revisions, also across a restart: begin above all that were ever sent.
  #rev = Date.now()

  connectTo(broadcast: Broadcast): void {
    this.#broadcast = broadcast
  }

  readonly publish: Publish = (showId, domain, state) => {
    const domains = this.#shows.get(showId) ?? new Map()
    this.#shows.set(showId, domains)
    const rev = ++this.#rev
    domains.set(domain, { rev, state })
    const roles = roleSchema.options.filter((role) => seesDomain(role, domain))
    this.#broadcast(showId, roles, { domain, rev, state })
  }

  read<D extends LiveDomain>(showId: string, domain: D): LiveState[D] | undefined {
    return this.#shows.get(showId)?.get(domain)?.state as LiveState[D] | undefined
  }

  /** What a role may see of a show now. */
  view(showId: string, role: Role): Partial<LiveState> {
    const entries = [...(this.#shows.get(showId) ?? [])]
      .filter(([domain]) => seesDomain(role, domain))
      .map(([domain, { state }]) => [domain, state])
    return Object.fromEntries(entries) as Partial<LiveState>
  }
}
