import assert from 'node:assert/strict'
import type { Role } from '@stallcast/shared/crew'
import * as Y from 'yjs'
import { judgeUpdate } from '../gate/field-gate.ts'
import { createDocument } from '../rundown-document.ts'
import { entryIn, putCue, putMark, replicaOf, textIn } from './replicas.ts'

/** The roots that must stay as they were whatever a role sends. */
const untouchable: Record<'host' | 'editor' | 'finance' | 'guest', string[]> = {
  host: ['clips', 'facts'],
  editor: ['cues', 'clips', 'facts'],
  finance: ['cues', 'marks', 'clips', 'facts'],
  guest: ['cues', 'marks', 'clips', 'facts'],
}
export type FuzzRole = keyof typeof untouchable

export type Step =
  | { do: 'text'; cue: number; at: number; cut: number; put: string }
  | { do: 'field'; cue: number; value: number }
  | { do: 'hide'; cue: number; hidden: boolean }
  | { do: 'cue'; id: number }
  | { do: 'mark'; id: number }
  | { do: 'wild'; which: number }
  | { do: 'undo' }
  | { do: 'redo' }

/** Server and the clients' copies, with the messages between them delivered when the fuzz says. */
export class FuzzedShow {
  readonly server = createDocument('rundown')
  readonly clients: FuzzedClient[]
  readonly log: Uint8Array[] = []

  constructor(roles: readonly FuzzRole[]) {
    for (let index = 0; index < 4; index++) putCue(this.server, `cue-${index}`, { notes: 'notes' })
    putMark(this.server, 'mark-0')
    this.server.getMap('clips').set('clip', 'ready')
    this.log.push(Y.encodeStateAsUpdate(this.server))
    this.clients = roles.map((role) => new FuzzedClient(role, this.server))
  }

  /** Takes one client's update. @returns the verdict's kind */
  receive(client: FuzzedClient, update: Uint8Array): string {
    const before = this.server.toJSON()
    const author = { role: client.role as Role, mayUseClient: () => true }
    const verdict = judgeUpdate(this.server, 'rundown', author, update)
    assert.deepEqual(this.server.toJSON(), before, 'judging changed the document')
    if (verdict.kind !== 'accepted') return verdict.kind
    this.log.push(verdict.update)
    Y.applyUpdate(this.server, verdict.update)
    assert.equal(this.server.store.pendingStructs ?? this.server.store.pendingDs, null)
    const after = this.server.toJSON()
    for (const root of untouchable[client.role]) assert.deepEqual(after[root], before[root], root)
    for (const other of this.clients) if (other !== client) other.inbox.push(verdict.update)
    return verdict.kind
  }

  /** Everybody syncs; whoever is refused starts afresh, as clients do. */
  settle(): string[] {
    const kinds = this.clients.map((client) => {
      client.receiveAll()
      return this.receive(
        client,
        Y.encodeStateAsUpdate(client.doc, Y.encodeStateVector(this.server)),
      )
    })
    for (const [index, kind] of kinds.entries()) {
      if (kind === 'refused') this.clients[index]?.rebuild(this.server)
    }
    for (const client of this.clients) client.receiveAll()
    return kinds
  }
}

export class FuzzedClient {
  readonly role: FuzzRole
  doc: Y.Doc
  inbox: Uint8Array[] = []
  #undo: Y.UndoManager

  constructor(role: FuzzRole, server: Y.Doc) {
    this.role = role
    this.doc = replicaOf(server)
    this.#undo = this.#tracking()
  }

  rebuild(server: Y.Doc): void {
    this.inbox = []
    this.doc = replicaOf(server)
    this.#undo = this.#tracking()
  }

  receiveAll(): void {
    for (const update of this.inbox.splice(0)) Y.applyUpdate(this.doc, update, 'server')
  }

  take(step: Step): void {
    if (step.do === 'undo') this.#undo.undo()
    else if (step.do === 'redo') this.#undo.redo()
    else
      this.doc.transact(
        () => this.#edit(step),
        step.do === 'cue' || step.do === 'mark' ? 'new' : 'mine',
      )
  }

  #edit(step: Step): void {
    const id = 'cue' in step ? `cue-${step.cue}` : 'cue-0'
    // A copy that has misbehaved may lack what the step is about.
    if (!this.doc.getMap('cues').has(id)) return
    switch (step.do) {
      case 'text': {
        const text = textIn(this.doc, id, 'notes')
        const at = Math.min(step.at, text.length)
        text.delete(at, Math.min(step.cut, text.length - at))
        if (step.put) text.insert(at, step.put)
        return
      }
      case 'field':
        return void entryIn(this.doc, 'cues', id).set('durationMs', step.value)
      case 'hide':
        return void entryIn(this.doc, 'cues', id).set('deletedAt', step.hidden ? 1 : null)
      case 'cue':
        return this.#unlessThere('cues', step.id, putCue)
      case 'mark':
        return this.#unlessThere('marks', step.id, putMark)
      case 'wild':
        return this.#misbehave(step.which)
      default:
    }
  }

  #unlessThere(root: string, number: number, put: (doc: Y.Doc, id: string) => void): void {
    const id = `new-${this.doc.clientID}-${number}`
    if (!this.doc.getMap(root).has(id)) put(this.doc, id)
  }

  #misbehave(which: number): void {
    const cue = entryIn(this.doc, 'cues', 'cue-0')
    const actions = [
      () => cue.delete('type'),
      () => this.doc.getMap('cues').delete('cue-1'),
      () => this.doc.getMap('clips').set('clip', 'mine'),
      () => cue.set('durationMs', 'soon'),
      () => cue.set('title', new Y.Text('Mine')),
      () => putCue(this.doc, 'cue-2'),
      () => textIn(this.doc, 'cue-3', 'title').format(0, 2, { bold: true }),
      () => this.doc.getMap('cues').set('odd', new Y.Map([['x', new Y.Map()]])),
      () => this.doc.getMap('facts').set('paid', true),
      () => entryIn(this.doc, 'marks', 'mark-0').delete('label'),
    ]
    actions[which]?.()
  }

  /** Without `ignoreRemoteMapChanges` an undo after a concurrent edit leaves a key with no value at all. */
  #tracking(): Y.UndoManager {
    const roots = [this.doc.getMap('cues'), this.doc.getMap('marks')]
    return new Y.UndoManager(roots, {
      trackedOrigins: new Set(['mine']),
      captureTimeout: 0,
      ignoreRemoteMapChanges: true,
    })
  }
}
