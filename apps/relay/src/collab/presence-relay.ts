import type { DocumentPeer, DocumentPeers } from './document-peers.ts'
import { Presence } from './presence.ts'
import { writeAwareness } from './wire.codec.ts'

/** Passes presence on to everybody in a document, gathered over a short window: a cursor moves a lot. */
export class PresenceRelay {
  readonly #peers: DocumentPeers
  readonly #windowMs: number
  readonly #presence = new Presence<DocumentPeer>()
  readonly #changed = new Set<number>()
  #timer: NodeJS.Timeout | undefined

  constructor(peers: DocumentPeers, windowMs: number) {
    this.#peers = peers
    this.#windowMs = windowMs
  }

  sessionOf(clientId: number): string | undefined {
    return this.#presence.sessionOf(clientId)
  }

  welcome(peer: DocumentPeer): void {
    const present = this.#presence.clientIds()
    if (present.length > 0) peer.send(writeAwareness(this.#presence.encode(present)))
  }

  receive(peer: DocumentPeer, update: Uint8Array): void {
    this.#tell(this.#presence.receive(peer, update))
  }

  leave(peer: DocumentPeer): void {
    this.#tell(this.#presence.leave(peer))
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #tell(clientIds: readonly number[]): void {
    if (clientIds.length === 0) return
    for (const clientId of clientIds) this.#changed.add(clientId)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const message = writeAwareness(this.#presence.encode([...this.#changed]))
      this.#changed.clear()
      for (const peer of this.#peers) peer.send(message)
    }, this.#windowMs)
  }
}
