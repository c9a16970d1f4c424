import type { Role } from '@stallcast/shared/crew'
import type { LiveDomain } from '@stallcast/shared/protocol'
import type { RelayBus } from '../infra/relay-bus.ts'
import type { Audience } from './audience.ts'
import type { LiveHub } from './live-hub.ts'
import { decodeLive, encodeLive, type LiveMessage } from './live-message.ts'

export type LiveShareDeps = {
  bus: RelayBus
  hub: LiveHub
  audience: Pick<Audience, 'here' | 'hear' | 'forget'>
  owns: (showId: string) => boolean
  /** To the sockets of this relay; `null`: of every role. */
  emitHere: (showId: string, roles: readonly Role[] | null, event: string, body: unknown) => void
  /** A relay that does not run the show has decided, since it heard of nobody who does. */
  onDecidedElsewhere: (showId: string, domain: LiveDomain) => void
  /** The run of show of a show that is run here was edited on another relay. */
  onRundownChanged: (showId: string) => void
  sayHereEveryMs?: number
}

type Neighbour = { isOwner: boolean; heardAtMs: number }
type Attended = { unfollow: () => void; neighbours: Map<string, Neighbour> }

const silentTurns = 3.5
/** A joining relay waits so long at most for what the others know. */
const greetingMs = 400

/** A show's line between the relays that serve it: states, passing events, who is connected, who runs it. */
export class LiveShare {
  readonly #deps: LiveShareDeps
  readonly #sayHereEveryMs: number
  readonly #shows = new Map<string, Attended>()
  readonly #greeted = new Map<string, () => void>()
  readonly #timer: NodeJS.Timeout

  constructor(deps: LiveShareDeps) {
    this.#deps = deps
    this.#sayHereEveryMs = deps.sayHereEveryMs ?? 2_000
    deps.hub.shareBy((showId, domain, entry) => {
      if (this.#hasNeighbours(showId)) {
        this.#say(showId, { type: 'states', entries: [{ domain, ...entry }] })
      }
    })
    this.#timer = setInterval(() => this.#beat(), this.#sayHereEveryMs)
    this.#timer.unref()
  }

  /** Joins the others who serve a show; resolves when their states are here, or nobody answers. */
  async attend(showId: string): Promise<void> {
    if (this.#shows.has(showId)) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#greeted.set(showId, resolve)
    const unfollow = this.#deps.bus.follow(topicOf(showId), {
      onMessage: (bytes, relayId) => this.#hear(showId, relayId, decodeLive(bytes)),
      onResumed: () => {
        this.#say(showId, { type: 'hello' })
        this.#sayAll(showId)
        this.tellRundownChanged(showId)
      },
    })
    this.#shows.set(showId, { unfollow, neighbours: new Map() })
    const timer = setTimeout(resolve, greetingMs)
    await promise
    clearTimeout(timer)
    this.#greeted.delete(showId)
  }

  /** The relay that runs a show, if it is another one and heard of. */
  ownerOf(showId: string): string | null {
    for (const [relayId, { isOwner }] of this.#shows.get(showId)?.neighbours ?? []) {
      if (isOwner) return relayId
    }
    return null
  }

  emit(showId: string, roles: readonly Role[] | null, event: string, body: unknown): void {
    if (this.#hasNeighbours(showId)) this.#say(showId, { type: 'emit', roles, event, body })
  }

  /** To the relay that runs the show, which may not have its document open. */
  tellRundownChanged(showId: string): void {
    if (!this.#deps.owns(showId)) this.#say(showId, { type: 'rundownChanged' })
  }

  /** Who is connected here, or who runs the show, has changed. */
  sayHere(showId: string): void {
    const { owns, audience } = this.#deps
    if (!this.#shows.has(showId)) return
    this.#say(showId, { type: 'here', isOwner: owns(showId), audience: audience.here(showId) })
  }

  close(): void {
    clearInterval(this.#timer)
    for (const [showId, { unfollow }] of this.#shows) {
      this.#say(showId, { type: 'bye' })
      unfollow()
    }
    this.#shows.clear()
  }

  #hear(showId: string, relayId: string, message: LiveMessage): void {
    const { hub, audience, emitHere, owns, onDecidedElsewhere } = this.#deps
    switch (message.type) {
      case 'states':
        for (const { domain, rev, state } of message.entries) {
          // Worked out by each relay from the parts that all say.
          if (domain === 'audience' || !hub.receive(showId, domain, { rev, state })) continue
          if (owns(showId)) onDecidedElsewhere(showId, domain)
        }
        return this.#greeted.get(showId)?.()
      case 'here':
        this.#shows
          .get(showId)
          ?.neighbours.set(relayId, { isOwner: message.isOwner, heardAtMs: Date.now() })
        return audience.hear(showId, relayId, message.audience)
      case 'emit':
        return emitHere(showId, message.roles, message.event, message.body)
      case 'rundownChanged':
        return owns(showId) ? this.#deps.onRundownChanged(showId) : undefined
      case 'hello':
        return this.#sayAll(showId)
      case 'bye':
        return this.#forget(showId, relayId)
    }
  }

  #sayAll(showId: string): void {
    this.sayHere(showId)
    this.#say(showId, { type: 'states', entries: this.#deps.hub.entries(showId) })
  }

  #beat(): void {
    for (const [showId, { neighbours }] of this.#shows) {
      for (const [relayId, { heardAtMs }] of neighbours) {
        const isSilent = Date.now() - heardAtMs > this.#sayHereEveryMs * silentTurns
        if (isSilent) this.#forget(showId, relayId)
      }
      this.sayHere(showId)
    }
  }

  #forget(showId: string, relayId: string): void {
    this.#shows.get(showId)?.neighbours.delete(relayId)
    this.#deps.audience.forget(showId, relayId)
  }

  #hasNeighbours(showId: string): boolean {
    return (this.#shows.get(showId)?.neighbours.size ?? 0) > 0
  }

  #say(showId: string, message: LiveMessage): void {
    this.#deps.bus.publish(topicOf(showId), encodeLive(message))
  }
}

function topicOf(showId: string): string {
  return `live:${showId}`
}
