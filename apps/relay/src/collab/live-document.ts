import { DomainError, isDomainError, type Clock } from '@stallcast/shared/kernel'
import type { DocumentKind } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import type { RelayBus } from '../infra/relay-bus.ts'
import { closeCodes } from './close-codes.ts'
import type { DocumentLog, LoggedUpdate } from './document-log.port.ts'
import { DocumentEditor } from './document-editor.ts'
import { DocumentPeers, type DocumentPeer } from './document-peers.ts'
import { DocumentShare } from './document-share.ts'
import type { DocumentState } from './document-state.ts'
import {
  refuseTask,
  serverItself,
  type EditAuthor,
  type Outcome,
  type Task,
} from './document-tasks.ts'
import { DocumentWriter } from './document-writer.ts'
import type { CollabLimits } from './limits.ts'
import type { CollabLogger, CollabMetrics } from './metrics.ts'
import { PresenceRelay } from './presence-relay.ts'
import { TurnLine } from './turn-line.ts'
import { writeStateVector, writeUpdate } from './wire.codec.ts'

/** An edit that is in the log; `isRemote`: it was made on another relay. */
export type AcceptedUpdate = LoggedUpdate & {
  docName: string
  showId: string
  kind: DocumentKind
  isRemote: boolean
}

export type LiveDocumentDeps = {
  name: string
  showId: string
  kind: DocumentKind
  log: DocumentLog
  clock: Clock
  logger: CollabLogger
  limits: CollabLimits
  metrics: CollabMetrics
  /** `null`: no other relay holds documents of this database. */
  bus: RelayBus | null
  onAccepted(update: AcceptedUpdate): void
  /** Nobody is connected any more. */
  onDeserted(): void
  /** The memory can no longer be trusted: whoever asks next loads the document anew. */
  onFailed(): void
}

/** A rest is so many times as long as telling took, and so long at most. */
const restPerTelling = 2.5
const maxRestMs = 20

/**
 * A document that people are in. All that touches it stands in one line. A turn takes what has gathered,
 * judges and applies the edits, appends them to the log, and only then lets anybody see them: no read, no
 * sync and no broadcast happens while memory is ahead of the log. The echo of an edit to its own author
 * is the sign that it is durable. Relays that share the document take their turns under its lock in the log, each
 * after taking in what the others have written, so that every edit is judged against the newest state.
 */
export class LiveDocument {
  readonly name: string
  readonly #deps: LiveDocumentDeps
  readonly #state: DocumentState
  readonly #peers = new DocumentPeers()
  readonly #presence: PresenceRelay
  readonly #writer: DocumentWriter
  readonly #share: DocumentShare | null
  readonly #editor: DocumentEditor
  readonly #line: TurnLine<Task>
  #closing = false

  constructor(deps: LiveDocumentDeps, state: DocumentState) {
    const { limits, bus } = deps
    this.name = deps.name
    this.#deps = deps
    this.#state = state
    this.#line = new TurnLine(
      (turn) => this.#takeTurn(turn),
      (error, untaken) => this.#fail(error, untaken),
    )
    const { snapshotEveryUpdates } = limits
    this.#writer = new DocumentWriter({ ...deps, snapshotEveryUpdates, isShared: !!bus }, state)
    this.#editor = new DocumentEditor({
      ...deps,
      state,
      peers: this.#peers,
      mayUseClient: (peer, clientId) => this.#mayUseClient(peer, clientId),
      refuse: (peer, error) => this.#refuse(peer, error),
    })
    this.#presence = new PresenceRelay(this.#peers, limits.presenceWindowMs, (update) =>
      this.#share?.tellPresence(update),
    )
    this.#share =
      bus &&
      new DocumentShare({
        name: deps.name,
        bus,
        clock: deps.clock,
        peers: this.#peers,
        presence: this.#presence,
        serverClientId: state.doc.clientID,
        sayHereEveryMs: limits.sayHereEveryMs,
        onRows: (rows) => this.#line.join({ type: 'remote', rows }),
        onMaybeBehind: () => this.#line.join({ type: 'remote', rows: null }),
      })
  }

  get peerCount(): number {
    return this.#peers.size
  }

  get isBusy(): boolean {
    return this.#peers.size > 0 || this.#line.isBusy
  }

  join(peer: DocumentPeer): void {
    // Put away in the moment between being asked for and being joined.
    if (this.#closing || this.#line.hasEnded) return peer.close(closeCodes.failed, '')
    this.#peers.add(peer)
    this.#deps.metrics.peers += 1
    // In line: what it is told of our state is in the log, and all that is in the log.
    this.#join({ type: 'greet', peer })
    this.#presence.welcome(peer)
    this.#share?.peersChanged()
  }

  leave(peer: DocumentPeer): void {
    if (!this.#peers.delete(peer)) return
    this.#deps.metrics.peers -= 1
    this.#presence.leave(peer)
    this.#share?.peersChanged()
    if (this.#peers.size === 0) this.#deps.onDeserted()
  }

  /** Ends the connections of a session at once; what they still had in line is dropped. */
  revoke(sessionId: string, reason: string): void {
    for (const peer of this.#peers.ofSession(sessionId)) {
      this.leave(peer)
      peer.close(closeCodes.unauthenticated, reason)
    }
  }

  receiveUpdate(peer: DocumentPeer, update: Uint8Array, answersSync: boolean): void {
    this.#join({ type: 'update', peer, update, answersSync })
  }

  receiveStateVector(peer: DocumentPeer, stateVector: Uint8Array): void {
    this.#join({ type: 'sync', peer, stateVector })
  }

  receivePresence(peer: DocumentPeer, update: Uint8Array): void {
    if (this.#peers.has(peer)) this.#presence.receive(peer, update)
  }

  sendPresence(peer: DocumentPeer): void {
    this.#presence.welcome(peer)
  }

  /** Looks at the document as it is in the log. */
  read<T>(look: (doc: Y.Doc) => T): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#join({
      type: 'read',
      look: (doc) => resolve(look(doc)),
      settle: (error) => error !== undefined && reject(error),
    })
    return promise
  }

  /** The server's own edit; resolves when it is in the log. */
  write(edit: (doc: Y.Doc) => void, author: EditAuthor = serverItself): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#join({
      type: 'write',
      edit,
      author,
      settle: (error) => (error === undefined ? resolve() : reject(error)),
    })
    return promise
  }

  /** The log is said to have come so far. */
  noticeHead(seq: number): void {
    if (seq > this.#state.seq) this.#line.join({ type: 'remote', rows: null })
  }

  /** Sends everybody away, waits for what is in line, and leaves a snapshot. */
  async close(): Promise<void> {
    this.#closing = true
    this.#sendAway(closeCodes.goingAway)
    await this.#line.end()
    this.#share?.stop()
    this.#presence.stop()
    await this.#writer.snapshotIfUnsaved()
    this.#state.destroy()
  }

  #join(task: Task): void {
    if (!this.#line.join(task)) refuseTask(task, new DomainError('internal'))
  }

  /** @returns how long to let edits gather before the next turn, ms */
  async #takeTurn(turn: readonly Task[]): Promise<number> {
    const outcome: Outcome = { rows: [], remote: [], settled: [] }
    const isBehind = this.#takeInTold(turn, outcome)
    if (turn.some(({ type }) => type === 'update' || type === 'write')) {
      await this.#writer.append(
        () => {
          this.#editor.apply(turn, outcome)
          return outcome.rows
        },
        (missed) => this.#takeIn(missed, outcome),
      )
    } else if (this.#share && (isBehind || turn.some(({ type }) => type !== 'remote'))) {
      this.#takeIn(await this.#deps.log.after(this.name, this.#state.seq), outcome)
    }
    const tellingMs = this.#tell(outcome)
    for (const settle of outcome.settled) settle()
    for (const task of turn) {
      if (task.type === 'sync') this.#answerSync(task.peer, task.stateVector)
      else if (task.type === 'read') this.#answerRead(task)
    }
    // Last: of a document that was just loaded, the state may go out before it is taken apart for this.
    for (const task of turn) if (task.type === 'greet') this.#ask(task.peer)
    this.#writer.snapshotIfDue()
    // The more there are to tell, the more edits one telling brings: it takes a part of the time, never all.
    return Math.min(tellingMs * restPerTelling, maxRestMs)
  }

  /** @returns whether there may be more in the log than the other relays have told */
  #takeInTold(turn: readonly Task[], outcome: Outcome): boolean {
    let isBehind = false
    for (const task of turn) {
      if (task.type !== 'remote') continue
      const first = task.rows?.[0]
      if (!task.rows || !first || first.seq > this.#state.seq + 1) isBehind = true
      else this.#takeIn(task.rows, outcome)
    }
    return isBehind
  }

  /** Rows of other relays, in order; they were judged there. Known ones are passed over. */
  #takeIn(rows: readonly LoggedUpdate[], outcome: Outcome): void {
    const fresh = rows.filter((row) => row.seq > this.#state.seq)
    const last = fresh.at(-1)
    if (!last) return
    this.#state.together(() => {
      for (const { update, sessionId } of fresh) {
        this.#state.apply(update)
        if (sessionId === null) continue
        this.#peers.claimClients(Y.parseUpdateMeta(update).from.keys(), sessionId)
      }
    })
    this.#state.seq = last.seq
    this.#deps.metrics.updatesFromRelays += fresh.length
    outcome.remote.push(...fresh)
  }

  /** All of it is in the log now: everybody may know. @returns what it took to tell them, ms */
  #tell({ rows, remote }: Outcome): number {
    if (rows.length > 0) this.#share?.tellRows(rows)
    const delta = this.#state.takeDelta()
    const startedAtMs = performance.now()
    if (delta) {
      this.#deps.metrics.broadcasts += 1
      this.#peers.sendToSynced(writeUpdate(delta))
    }
    const tookMs = performance.now() - startedAtMs
    this.#announce(remote, true)
    this.#announce(rows, false)
    return tookMs
  }

  #announce(rows: readonly LoggedUpdate[], isRemote: boolean): void {
    const { name: docName, showId, kind } = this.#deps
    for (const row of rows) {
      try {
        this.#deps.onAccepted({ ...row, docName, showId, kind, isRemote })
      } catch (error) {
        this.#deps.logger.error({ err: error, doc: docName }, 'a listener to document edits failed')
      }
    }
  }

  #ask(peer: DocumentPeer): void {
    this.#peers.ask(peer, () => writeStateVector(this.#state.stateVector()))
  }

  #answerSync(peer: DocumentPeer, stateVector: Uint8Array): void {
    if (!this.#peers.has(peer)) return
    try {
      peer.send(this.#state.stateMessage(stateVector))
      this.#peers.markSynced(peer)
    } catch (error) {
      if (!isDomainError(error)) throw error
      this.#refuse(peer, error)
    }
  }

  #answerRead(task: Extract<Task, { type: 'read' }>): void {
    try {
      task.look(this.#state.doc)
      task.settle()
    } catch (error) {
      task.settle(error)
    }
  }

  #mayUseClient(peer: DocumentPeer, clientId: number): boolean {
    const share = this.#share
    if (clientId === this.#state.doc.clientID || share?.isServerElsewhere(clientId)) return false
    const shownBy = this.#presence.sessionOf(clientId)
    return this.#peers.mayUseClient(
      peer,
      clientId,
      shownBy,
      (sessionId) => share?.isConnectedElsewhere(sessionId) ?? false,
    )
  }

  #refuse(peer: DocumentPeer, error: DomainError): void {
    this.#deps.metrics.updatesRefused += 1
    this.leave(peer)
    peer.refuse(error)
  }

  /** Memory may be ahead of the log, so it goes; clients keep their edits and send them to the next. */
  #fail(error: unknown, untaken: readonly Task[]): void {
    this.#share?.stop()
    this.#presence.stop()
    this.#deps.logger.error({ err: error, doc: this.name }, 'a document was dropped')
    for (const task of untaken) refuseTask(task, error)
    this.#sendAway(closeCodes.failed)
    this.#deps.onFailed()
    this.#state.destroy()
  }

  #sendAway(code: 1001 | 1011): void {
    for (const peer of this.#peers.clear()) {
      this.#deps.metrics.peers -= 1
      peer.close(code, '')
    }
  }
}
