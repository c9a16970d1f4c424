import { DomainError, type Clock } from '@stallcast/shared/kernel'
import type { DocumentKind } from '@stallcast/shared/rundown'
import type { LoggedUpdate } from './document-log.port.ts'
import type { DocumentPeer, DocumentPeers } from './document-peers.ts'
import type { DocumentState } from './document-state.ts'
import type { Outcome, Task, UpdateTask, WriteTask } from './document-tasks.ts'
import type { CollabMetrics } from './metrics.ts'
import { writeStateVector } from './wire.codec.ts'

export type DocumentEditorDeps = {
  kind: DocumentKind
  state: DocumentState
  peers: DocumentPeers
  clock: Clock
  metrics: CollabMetrics
  mayUseClient(peer: DocumentPeer, clientId: number): boolean
  refuse(peer: DocumentPeer, error: DomainError): void
}

/** Judges the edits of a turn, applies what may be, and says what of it goes into the log. */
export class DocumentEditor {
  readonly #deps: DocumentEditorDeps

  constructor(deps: DocumentEditorDeps) {
    this.#deps = deps
  }

  /** Neighbouring client edits share a transaction; a server edit has its own, to know its bytes. */
  apply(turn: readonly Task[], outcome: Outcome): void {
    let edits: UpdateTask[] = []
    const applyEdits = () => {
      const together = edits
      edits = []
      if (together.length === 0) return
      this.#deps.state.together(() => {
        for (const task of together) this.#receive(task, outcome)
      })
    }
    for (const task of turn) {
      if (task.type === 'update') edits.push(task)
      if (task.type !== 'write') continue
      applyEdits()
      this.#write(task, outcome)
    }
    applyEdits()
  }

  #receive(task: UpdateTask, outcome: Outcome): void {
    const { peer, update, answersSync } = task
    if (!this.#deps.peers.has(peer)) return
    const verdict = this.#deps.state.judge(
      {
        role: peer.seat.role,
        mayUseClient: (clientId) => this.#deps.mayUseClient(peer, clientId),
      },
      update,
    )
    if (answersSync && !this.#deps.peers.answered(peer, verdict.kind !== 'incomplete')) {
      return this.#deps.refuse(
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
        // Once this turn is in the log: what it is told of our state must be.
        outcome.settled.push(() =>
          this.#deps.peers.ask(peer, () => writeStateVector(this.#deps.state.stateVector())),
        )
        return
      case 'refused':
        return this.#deps.refuse(peer, verdict.error)
      case 'accepted':
        this.#put(peer, verdict.update)
        this.#deps.peers.claimClients(verdict.clientIds, peer.seat.sessionId)
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

  #put(peer: DocumentPeer, update: Uint8Array): void {
    try {
      this.#deps.state.apply(update)
    } catch (error) {
      // Everybody has to load anew; whoever sent this must not send it again.
      this.#deps.refuse(
        peer,
        new DomainError('input.invalid', { detail: 'the update does not apply' }),
      )
      throw error
    }
  }

  #write(task: WriteTask, outcome: Outcome): void {
    const { written, thrown } = this.#deps.state.edit(task.edit)
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
    return { seq: this.#deps.state.seq + outcome.rows.length + 1, atMs: this.#deps.clock() }
  }
}
