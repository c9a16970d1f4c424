import type { DocumentPeer, DocumentPeers } from './document-peers.ts'
import { Presence } from './presence.ts'
import { writeAwareness } from './wire.codec.ts'

/** Passes presence on to everybody in a document, gathered over a short window: a cursor moves a lot. */
export class PresenceRelay {
  readonly #peers: DocumentPeers
  readonly #windowMs: number
  readonly #presence = new Presence<DocumentPeer>()
  readonly #tellOthers: (update: Uint8Array) => void
  readonly #changed = new Set<number>()
  /** Those of the changed that other relays have to be told of. */
  readonly #changedHere = new Set<number>()
  #timer: NodeJS.Timeout | undefined

  /** @param tellOthers hears of the people who are connected here, for the other relays */
  constructor(
    peers: DocumentPeers,
    windowMs: number,
    tellOthers: (update: Uint8Array) => void = () => undefined,
  ) {
    this.#peers = peers
    this.#windowMs = windowMs
    this.#tellOthers = tellOthers
  }

  sessionOf(clientId: number): string | undefined {
    return this.#presence.sessionOf(clientId)
  }

  welcome(peer: DocumentPeer): void {
    const present = this.#presence.clientIds()
    if (present.length > 0) peer.send(writeAwareness(this.#presence.encode(present)))
  }

  receive(peer: DocumentPeer, update: Uint8Array): void {
    this.#tellHere(this.#presence.receive(peer, update))
  }

  leave(peer: DocumentPeer): void {
    this.#tellHere(this.#presence.leave(peer))
  }

  /** Lines that another relay has stamped. */
  hear(relayId: string, update: Uint8Array): void {
    this.#tell(this.#presence.hear(relayId, update))
  }

  /** The people of a relay that has gone. */
  forgetRelay(relayId: string): void {
    this.#tell(this.#presence.forgetRelay(relayId))
  }

  /** Everybody who is connected here. */
  linesOfHere(): Uint8Array {
    return this.#presence.lines(this.#presence.clientIdsHere())
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #tellHere(clientIds: readonly number[]): void {
    for (const clientId of clientIds) this.#changedHere.add(clientId)
    this.#tell(clientIds)
  }

  #tell(clientIds: readonly number[]): void {
    if (clientIds.length === 0) return
    for (const clientId of clientIds) this.#changed.add(clientId)
    this.#timer ??= setTimeout(() => this.#flush(), this.#windowMs)
  }

  #flush(): void {
    this.#timer = undefined
    if (this.#changedHere.size > 0) this.#tellOthers(this.#presence.lines([...this.#changedHere]))
    const message = writeAwareness(this.#presence.encode([...this.#changed]))
    this.#changed.clear()
    this.#changedHere.clear()
    for (const peer of this.#peers) peer.send(message)
  }
}
