import type { Clock } from '@stallcast/shared/kernel'
import type { RelayBus } from '../infra/relay-bus.ts'
import type { LoggedUpdate } from './document-log.port.ts'
import type { DocumentPeers } from './document-peers.ts'
import type { PresenceRelay } from './presence-relay.ts'
import { decodeRelayMessage, encodeRelayMessage, type RelayMessage } from './relay-message.codec.ts'

export type DocumentShareDeps = {
  name: string
  bus: RelayBus
  clock: Clock
  peers: DocumentPeers
  presence: PresenceRelay
  /** Under which the server itself writes here. */
  serverClientId: number
  sayHereEveryMs: number
  onRows(rows: readonly LoggedUpdate[]): void
  /** Rows may have been written that nobody told of. */
  onMaybeBehind(): void
}

/** So many words missed: the relay is dead, or we do not hear it. */
const silentTurns = 3.5

type Neighbour = { sessionIds: ReadonlySet<string>; serverClientId: number; heardAtMs: number }

/** A document's line to the other relays that hold it: rows, presence, and who is connected where. */
export class DocumentShare {
  readonly #deps: DocumentShareDeps
  readonly #neighbours = new Map<string, Neighbour>()
  readonly #unfollow: () => void
  readonly #timer: NodeJS.Timeout
  #isToldSoon = false
  #stopped = false

  constructor(deps: DocumentShareDeps) {
    this.#deps = deps
    this.#unfollow = deps.bus.follow(this.#topic, {
      onMessage: (bytes, relayId) => {
        const message = decodeRelayMessage(bytes)
        if (message) this.#hear(message, relayId)
      },
      onResumed: () => {
        this.#say({ type: 'hello' })
        this.#sayHere()
        deps.onMaybeBehind()
      },
    })
    this.#timer = setInterval(() => {
      this.#forgetSilent()
      this.#sayHere()
    }, deps.sayHereEveryMs)
    this.#timer.unref()
  }

  tellRows(rows: readonly LoggedUpdate[]): void {
    this.#say({ type: 'rows', rows: [...rows] })
  }

  tellPresence(update: Uint8Array): void {
    this.#say({ type: 'presence', update })
  }

  /** Somebody came or went here. */
  peersChanged(): void {
    if (this.#isToldSoon) return
    this.#isToldSoon = true
    setImmediate(() => {
      this.#isToldSoon = false
      this.#sayHere()
    })
  }

  isConnectedElsewhere(sessionId: string): boolean {
    for (const { sessionIds } of this.#neighbours.values()) {
      if (sessionIds.has(sessionId)) return true
    }
    return false
  }

  isServerElsewhere(clientId: number): boolean {
    for (const { serverClientId } of this.#neighbours.values()) {
      if (serverClientId === clientId) return true
    }
    return false
  }

  stop(): void {
    if (this.#stopped) return
    this.#say({ type: 'bye' })
    this.#stopped = true
    clearInterval(this.#timer)
    this.#unfollow()
  }

  get #topic(): string {
    return `doc:${this.#deps.name}`
  }

  #hear(message: RelayMessage, relayId: string): void {
    switch (message.type) {
      case 'rows':
        return this.#deps.onRows(message.rows)
      case 'presence':
        return this.#deps.presence.hear(relayId, message.update)
      case 'hello':
        return this.#sayHere()
      case 'bye':
        return this.#forget(relayId)
      case 'here':
        this.#neighbours.set(relayId, {
          sessionIds: new Set(message.sessionIds),
          serverClientId: message.serverClientId,
          heardAtMs: this.#deps.clock(),
        })
        return this.#deps.presence.hear(relayId, message.presence)
    }
  }

  #sayHere(): void {
    const { peers, presence, serverClientId } = this.#deps
    const sessionIds = new Set(Array.from(peers, (peer) => peer.seat.sessionId))
    this.#say({
      type: 'here',
      sessionIds: [...sessionIds],
      serverClientId,
      presence: presence.linesOfHere(),
    })
  }

  #forgetSilent(): void {
    const limitMs = this.#deps.sayHereEveryMs * silentTurns
    for (const [relayId, { heardAtMs }] of this.#neighbours) {
      if (this.#deps.clock() - heardAtMs > limitMs) this.#forget(relayId)
    }
  }

  #forget(relayId: string): void {
    this.#neighbours.delete(relayId)
    this.#deps.presence.forgetRelay(relayId)
  }

  #say(message: RelayMessage): void {
    if (!this.#stopped) this.#deps.bus.publish(this.#topic, encodeRelayMessage(message))
  }
}
