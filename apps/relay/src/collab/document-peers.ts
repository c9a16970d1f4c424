import type { Seat } from '@stallcast/shared/crew'
import type { DomainError } from '@stallcast/shared/kernel'
import type { CloseCode } from './close-codes.ts'

/** One connection to a document. */
export type DocumentPeer = {
  readonly seat: Seat
  send(message: Uint8Array): void
  /** Tells the client what was refused and why, and ends the connection. */
  refuse(error: DomainError): void
  close(code: CloseCode, reason: string): void
}

type PeerState = {
  /** Has been sent the state, so that it can make sense of updates. */
  synced: boolean
  /** Has been asked for what we lack and has not answered yet. */
  asked: boolean
  /** Answers in a row that built on something neither side has. */
  incompleteAnswers: number
}

const toleratedIncompleteAnswers = 3

/** Who is connected, how far each is in syncing, and whose Yjs client ids are whose. */
export class DocumentPeers {
  readonly #states = new Map<DocumentPeer, PeerState>()
  /**
   * The session that first wrote under a client id. No proof of authorship (that is the socket an edit came
   * in by), but while it is connected nobody else may use the id: the owner's next edits would pass for
   * known ones and silently vanish.
   */
  readonly #sessionByClient = new Map<number, string>()

  get size(): number {
    return this.#states.size
  }

  [Symbol.iterator](): IterableIterator<DocumentPeer> {
    return this.#states.keys()
  }

  add(peer: DocumentPeer): void {
    this.#states.set(peer, { synced: false, asked: false, incompleteAnswers: 0 })
  }

  has(peer: DocumentPeer): boolean {
    return this.#states.has(peer)
  }

  delete(peer: DocumentPeer): boolean {
    return this.#states.delete(peer)
  }

  ofSession(sessionId: string): DocumentPeer[] {
    return [...this.#states.keys()].filter((peer) => peer.seat.sessionId === sessionId)
  }

  clear(): DocumentPeer[] {
    const peers = [...this.#states.keys()]
    this.#states.clear()
    return peers
  }

  markSynced(peer: DocumentPeer): void {
    const state = this.#states.get(peer)
    if (state) state.synced = true
  }

  sendToSynced(message: Uint8Array): void {
    // A peer that is closed for being slow leaves the map while it is walked, which a Map allows.
    for (const [peer, state] of this.#states) if (state.synced) peer.send(message)
  }

  /** Sends our state vector, once until the answer is here: that answer holds everything sent before it. */
  ask(peer: DocumentPeer, message: () => Uint8Array): void {
    const state = this.#states.get(peer)
    if (!state || state.asked) return
    state.asked = true
    peer.send(message())
  }

  /**
   * Notes an answer to our state vector.
   * @returns `false` when the peer's copy stays incomplete however often it is asked
   */
  answered(peer: DocumentPeer, complete: boolean): boolean {
    const state = this.#states.get(peer)
    if (!state) return true
    state.asked = false
    state.incompleteAnswers = complete ? 0 : state.incompleteAnswers + 1
    return state.incompleteAnswers <= toleratedIncompleteAnswers
  }

  claimClients(clientIds: Iterable<number>, sessionId: string): void {
    for (const clientId of clientIds) {
      if (!this.#sessionByClient.has(clientId)) this.#sessionByClient.set(clientId, sessionId)
    }
  }

  /**
   * @param shownBy the session that shows its presence under the id, if one does
   * @param isElsewhere whether a session is connected to another relay
   */
  mayUseClient(
    peer: DocumentPeer,
    clientId: number,
    shownBy: string | undefined,
    isElsewhere: (sessionId: string) => boolean = () => false,
  ): boolean {
    const { sessionId } = peer.seat
    if (shownBy !== undefined && shownBy !== sessionId) return false
    const owner = this.#sessionByClient.get(clientId)
    if (owner === undefined || owner === sessionId) return true
    for (const other of this.#states.keys()) if (other.seat.sessionId === owner) return false
    return !isElsewhere(owner)
  }
}
