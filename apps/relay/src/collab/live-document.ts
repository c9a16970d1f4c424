import { setImmediate as nextTick } from 'node:timers/promises'
import { DomainError, isDomainError, type Clock } from '@stallcast/shared/kernel'
import type { DocumentKind } from '@stallcast/shared/rundown'
import type * as Y from 'yjs'
import { closeCodes } from './close-codes.ts'
import type { DocumentLog, LoggedUpdate } from './document-log.port.ts'
import { DocumentPeers, type DocumentPeer } from './document-peers.ts'
import type { DocumentState } from './document-state.ts'
import type { CollabLimits } from './limits.ts'
import type { CollabLogger, CollabMetrics } from './metrics.ts'
import { PresenceRelay } from './presence-relay.ts'
import { writeState, writeStateVector, writeUpdate } from './wire.codec.ts'

/** An edit that is in the log. */
export type AcceptedUpdate = LoggedUpdate & { docName: string; showId: string; kind: DocumentKind }

/** Whose name an edit of the server's stands under in the log. */
export type EditAuthor = Pick<LoggedUpdate, 'sessionId' | 'role' | 'personName'>

const serverItself: EditAuthor = { sessionId: null, role: null, personName: 'Stallcast' }

export type LiveDocumentDeps = {
  name: string
  showId: string
  kind: DocumentKind
  log: DocumentLog
  clock: Clock
  logger: CollabLogger
  limits: CollabLimits
  metrics: CollabMetrics
  onAccepted(update: AcceptedUpdate): void
  /** Nobody is connected any more. */
  onDeserted(): void
  /** The memory can no longer be trusted: whoever asks next loads the document anew. */
  onFailed(): void
}

type UpdateTask = { type: 'update'; peer: DocumentPeer; update: Uint8Array; answersSync: boolean }
type SyncTask = { type: 'sync'; peer: DocumentPeer; stateVector: Uint8Array }
type WriteTask = {
  type: 'write'
  edit: (doc: Y.Doc) => void
  author: EditAuthor
  settle: (error?: unknown) => void
}
type ReadTask = { type: 'read'; look: (doc: Y.Doc) => void; settle: (error?: unknown) => void }
type Task = UpdateTask | SyncTask | WriteTask | ReadTask

type Outcome = { rows: LoggedUpdate[]; settled: (() => void)[] }

const maxTasksPerTurn = 256

/**
 * A document that people are in. All that touches it stands in one line. A turn takes what has gathered,
 * judges and applies the edits, appends them to the log in one round trip, and only then lets anybody
 * see them: no read, no sync and no broadcast happens while memory is ahead of the log. The echo of an
 * edit to its own author is the sign that it is durable.
 */
export class LiveDocument {
  readonly name: string
  readonly #deps: LiveDocumentDeps
  readonly #state: DocumentState
  readonly #peers = new DocumentPeers()
  readonly #presence: PresenceRelay
  #tasks: Task[] = []
  #running: Promise<void> | null = null
  #closing = false
  #ended = false
  #unsavedUpdates = 0

  constructor(deps: LiveDocumentDeps, state: DocumentState) {
    this.name = deps.name
    this.#deps = deps
    this.#state = state
    this.#presence = new PresenceRelay(this.#peers, deps.limits.presenceWindowMs)
  }

  get peerCount(): number {
    return this.#peers.size
  }

  get isBusy(): boolean {
    return this.#peers.size > 0 || this.#tasks.length > 0 || this.#running !== null
  }

  join(peer: DocumentPeer): void {
    // Put away in the moment between being asked for and being joined.
    if (this.#closing || this.#ended) return peer.close(closeCodes.failed, '')
    this.#peers.add(peer)
    this.#deps.metrics.peers += 1
    this.#peers.ask(peer, () => writeStateVector(this.#state.stateVector()))
    this.#presence.welcome(peer)
  }

  leave(peer: DocumentPeer): void {
    if (!this.#peers.delete(peer)) return
    this.#deps.metrics.peers -= 1
    this.#presence.leave(peer)
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
    this.#enqueue({ type: 'update', peer, update, answersSync })
  }

  receiveStateVector(peer: DocumentPeer, stateVector: Uint8Array): void {
    this.#enqueue({ type: 'sync', peer, stateVector })
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
    this.#enqueue({
      type: 'read',
      look: (doc) => resolve(look(doc)),
      settle: (error) => error !== undefined && reject(error),
    })
    return promise
  }

  /** The server's own edit; resolves when it is in the log. */
  write(edit: (doc: Y.Doc) => void, author: EditAuthor = serverItself): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#enqueue({
      type: 'write',
      edit,
      author,
      settle: (error) => (error === undefined ? resolve() : reject(error)),
    })
    return promise
  }

  /** Sends everybody away, waits for what is in line, and leaves a snapshot. */
  async close(): Promise<void> {
    this.#closing = true
    this.#sendAway(closeCodes.goingAway)
    while (this.#running) await this.#running
    this.#ended = true
    this.#presence.stop()
    if (this.#unsavedUpdates > 0) await this.#saveSnapshot()
    this.#state.doc.destroy()
  }

  #enqueue(task: Task): void {
    if (this.#ended) return refuseTask(task, new DomainError('internal'))
    this.#tasks.push(task)
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      const late = this.#tasks.shift()
      if (late) this.#enqueue(late)
    })
  }

  async #run(): Promise<void> {
    // What arrives in the same tick goes through together.
    await nextTick()
    while (this.#tasks.length > 0 && !this.#ended) {
      const turn = this.#tasks.splice(0, maxTasksPerTurn)
      try {
        await this.#takeTurn(turn)
      } catch (error) {
        this.#fail(error, turn)
      }
    }
  }

  async #takeTurn(turn: readonly Task[]): Promise<void> {
    const outcome: Outcome = { rows: [], settled: [] }
    this.#applyAll(turn, outcome)
    if (outcome.rows.length > 0) {
      await this.#append(outcome.rows)
      const delta = this.#state.takeDelta()
      if (delta) {
        this.#deps.metrics.broadcasts += 1
        this.#peers.sendToSynced(writeUpdate(delta))
      }
      this.#announce(outcome.rows)
    }
    for (const settle of outcome.settled) settle()
    for (const task of turn) {
      if (task.type === 'sync') this.#answerSync(task.peer, task.stateVector)
      else if (task.type === 'read') this.#answerRead(task)
    }
    if (this.#unsavedUpdates >= this.#deps.limits.snapshotEveryUpdates) await this.#saveSnapshot()
  }

  /** Neighbouring client edits share a transaction; a server edit has its own, to know its bytes. */
  #applyAll(turn: readonly Task[], outcome: Outcome): void {
    let edits: UpdateTask[] = []
    const applyEdits = () => {
      const together = edits
      edits = []
      if (together.length === 0) return
      this.#state.together(() => {
        for (const task of together) this.#applyUpdate(task, outcome)
      })
    }
    for (const task of turn) {
      if (task.type === 'update') edits.push(task)
      if (task.type !== 'write') continue
      applyEdits()
      this.#applyWrite(task, outcome)
    }
    applyEdits()
  }

  #applyUpdate(task: UpdateTask, outcome: Outcome): void {
    const { peer, update, answersSync } = task
    if (!this.#peers.has(peer)) return
    const verdict = this.#state.judge(
      {
        role: peer.seat.role,
        mayUseClient: (clientId) =>
          clientId !== this.#state.doc.clientID &&
          this.#peers.mayUseClient(peer, clientId, this.#presence.sessionOf(clientId)),
      },
      update,
    )
    if (answersSync && !this.#peers.answered(peer, verdict.kind !== 'incomplete')) {
      return this.#refuse(
        peer,
        new DomainError('collab.refused', {
          role: peer.seat.role,
          path: this.#deps.kind,
          why: 'incomplete',
        }),
      )
    }
    switch (verdict.kind) {
      case 'nothing':
        return
      case 'incomplete':
        this.#deps.metrics.updatesIncomplete += 1
        return this.#peers.ask(peer, () => writeStateVector(this.#state.stateVector()))
      case 'refused':
        return this.#refuse(peer, verdict.error)
      case 'accepted':
        this.#apply(peer, verdict.update)
        this.#peers.claimClients(verdict.clientIds, peer)
        outcome.rows.push({
          ...this.#rowHead(outcome),
          update: verdict.update,
          paths: verdict.paths,
          sessionId: peer.seat.sessionId,
          role: peer.seat.role,
          personName: peer.seat.personName,
        })
    }
  }

  #apply(peer: DocumentPeer, update: Uint8Array): void {
    try {
      this.#state.apply(update)
    } catch (error) {
      // Everybody has to load anew; whoever sent this must not send it again.
      this.#refuse(peer, new DomainError('input.invalid', { detail: 'the update does not apply' }))
      throw error
    }
  }

  #applyWrite(task: WriteTask, outcome: Outcome): void {
    const { written, thrown } = this.#state.edit(task.edit)
    if (written) {
      outcome.rows.push({
        ...this.#rowHead(outcome),
        ...written,
        sessionId: task.author.sessionId,
        role: task.author.role,
        personName: task.author.personName,
      })
    }
    outcome.settled.push(() => task.settle(thrown))
  }

  #rowHead(outcome: Outcome): Pick<LoggedUpdate, 'seq' | 'atMs'> {
    return { seq: this.#state.seq + outcome.rows.length + 1, atMs: this.#deps.clock() }
  }

  async #append(rows: readonly LoggedUpdate[]): Promise<void> {
    const { metrics } = this.#deps
    const startedAt = performance.now()
    try {
      await this.#deps.log.append(this.name, rows)
    } catch (error) {
      metrics.appendFailures += 1
      throw error
    }
    metrics.appends += 1
    metrics.appendMs += performance.now() - startedAt
    metrics.updatesAccepted += rows.length
    this.#state.seq += rows.length
    this.#unsavedUpdates += rows.length
  }

  #announce(rows: readonly LoggedUpdate[]): void {
    const { name: docName, showId, kind } = this.#deps
    for (const row of rows) {
      try {
        this.#deps.onAccepted({ ...row, docName, showId, kind })
      } catch (error) {
        this.#deps.logger.error({ err: error, doc: docName }, 'a listener to document edits failed')
      }
    }
  }

  #answerSync(peer: DocumentPeer, stateVector: Uint8Array): void {
    if (!this.#peers.has(peer)) return
    try {
      peer.send(writeState(this.#state.stateSince(stateVector)))
      this.#peers.markSynced(peer)
    } catch (error) {
      if (!isDomainError(error)) throw error
      this.#refuse(peer, error)
    }
  }

  #answerRead(task: ReadTask): void {
    try {
      task.look(this.#state.doc)
      task.settle()
    } catch (error) {
      task.settle(error)
    }
  }

  #refuse(peer: DocumentPeer, error: DomainError): void {
    this.#deps.metrics.updatesRefused += 1
    this.leave(peer)
    peer.refuse(error)
  }

  async #saveSnapshot(): Promise<void> {
    const { log, clock, logger } = this.#deps
    this.#unsavedUpdates = 0
    try {
      await log.snapshot(this.name, this.#state.seq, this.#state.wholeState(), clock())
    } catch (error) {
      // Only a shortcut: the next one will do.
      logger.warn({ err: error, doc: this.name }, 'no snapshot was written')
    }
  }

  /** Memory may be ahead of the log, so it goes; clients keep their edits and send them to the next. */
  #fail(error: unknown, turn: readonly Task[]): void {
    this.#ended = true
    this.#presence.stop()
    this.#deps.logger.error({ err: error, doc: this.name }, 'a document was dropped')
    for (const task of [...turn, ...this.#tasks]) refuseTask(task, error)
    this.#tasks = []
    this.#sendAway(closeCodes.failed)
    this.#deps.onFailed()
    this.#state.doc.destroy()
  }

  #sendAway(code: 1001 | 1011): void {
    for (const peer of this.#peers.clear()) {
      this.#deps.metrics.peers -= 1
      peer.close(code, '')
    }
  }
}

function refuseTask(task: Task, error: unknown): void {
  if (task.type === 'read' || task.type === 'write') task.settle(error)
}
