import assert from 'node:assert/strict'
import type { Role } from '@stallcast/shared/crew'
import { documentKinds, judge, type DocumentKind } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { judgeUpdate } from '../gate/field-gate.ts'
import { deedsIn, fullDocument, namedWriters, readable, type Deed } from './deeds.ts'
import { trespasses } from './trespass.ts'

/** How an update reaches the server: as it is, late, twice, torn, as a whole copy, under somebody else's id. */
export const ways = [
  'plain',
  'plain',
  'plain',
  'late',
  'twice',
  'torn',
  'whole',
  'stolen',
  'lost',
] as const

/** `who` and `deeds` are numbers to count round the copies and the deeds with. */
export type Turn = { who: number; deeds: number[]; way: (typeof ways)[number]; cut: number }

const deedsOf = new Map(documentKinds.map((kind) => [kind, deedsIn(kind)]))
const allowedOf = new Map<string, Deed[]>()
const states = new Map(
  documentKinds.map((kind) => [kind, Y.encodeStateAsUpdate(fullDocument(kind))]),
)

/** A copy that sends what it likes; refused, it starts afresh, as the product's own client does. */
class Copy {
  readonly role: Role
  doc = new Y.Doc()
  /** What it has made and not sent. */
  unsent: Uint8Array[] = []
  sent: Uint8Array[] = []
  /** What the server has told it and it has not heard yet. */
  inbox: Uint8Array[] = []
  /** Holds something of its own under an id that is another's: what it then shows is its own affair. */
  isForged = false

  constructor(role: Role, state: Uint8Array) {
    this.role = role
    this.restart(state)
  }

  restart(state: Uint8Array): void {
    this.doc = new Y.Doc()
    this.unsent = []
    this.inbox = []
    this.isForged = false
    Y.applyUpdate(this.doc, state, 'server')
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.unsent.push(update)
    })
  }

  hear(): void {
    for (const update of this.inbox.splice(0)) Y.applyUpdate(this.doc, update, 'server')
  }

  act(deeds: readonly Deed[]): void {
    this.doc.transact(() => {
      for (const deed of deeds) deed.act(this.doc)
    })
  }
}

/** What a role may do and what fits where it is written. */
export function allowedDeeds(kind: DocumentKind, role: Role): Deed[] {
  const known = allowedOf.get(`${kind} ${role}`)
  if (known) return known
  const allowed = (deedsOf.get(kind) ?? []).filter(
    ({ fits, path, operation, cell }) =>
      fits && judge(kind, role, path, operation, () => (cell ? namedWriters : [])),
  )
  allowedOf.set(`${kind} ${role}`, allowed)
  return allowed
}

/** A server and copies of its document in all kinds of hands, with whatever lies between them. */
export class WildShow {
  readonly kind: DocumentKind
  readonly server = new Y.Doc()
  readonly copies: Copy[]
  readonly log: Uint8Array[]
  accepted = 0

  constructor(kind: DocumentKind, roles: readonly Role[]) {
    this.kind = kind
    const state = states.get(kind) ?? new Uint8Array()
    this.log = [state]
    Y.applyUpdate(this.server, state)
    this.copies = roles.map((role) => new Copy(role, state))
  }

  take({ who, deeds, way, cut }: Turn): void {
    const copy = this.copies[who % this.copies.length]
    if (!copy) return
    const anything = deedsOf.get(this.kind) ?? []
    const allowed = allowedDeeds(this.kind, copy.role)
    // Mostly what they may, so that something comes of it; the forbidden hides among that.
    const pick = (index: number) => {
      const from = index % 8 === 0 || allowed.length === 0 ? anything : allowed
      return from[Math.floor(index / 8) % from.length] ?? []
    }
    if (cut % 3 > 0) copy.hear()
    const own = copy.doc.clientID
    // The id of another copy: its next edits would pass for these.
    if (way === 'stolen') {
      copy.isForged = true
      copy.doc.clientID = this.copies[(who + 1) % this.copies.length]?.doc.clientID ?? own
    }
    copy.act(deeds.flatMap(pick))
    copy.doc.clientID = own
    for (const update of this.#onTheWire(copy, way, cut)) this.#receive(copy, update)
  }

  #onTheWire(copy: Copy, way: Turn['way'], cut: number): Uint8Array[] {
    if (way === 'late') return []
    if (way === 'whole') return [Y.encodeStateAsUpdate(copy.doc)]
    const updates = copy.unsent.splice(0)
    if (way === 'lost') return []
    copy.sent.push(...updates)
    if (way === 'twice') return [...updates.toReversed(), ...updates, ...copy.sent]
    if (way === 'torn') return updates.map((update) => update.slice(0, cut % update.length))
    return updates
  }

  #receive(copy: Copy, update: Uint8Array): string {
    const before = readable(this.kind, this.server)
    const others = new Set(
      this.copies.filter((each) => each !== copy).map(({ doc }) => doc.clientID),
    )
    const mayUseClient = (id: number) => !others.has(id)
    const verdict = judgeUpdate(this.server, this.kind, { role: copy.role, mayUseClient }, update)
    assert.deepEqual(readable(this.kind, this.server), before, 'judging changes nothing')
    if (verdict.kind === 'refused') copy.restart(Y.encodeStateAsUpdate(this.server))
    if (verdict.kind !== 'accepted') return verdict.kind
    const writtenBy = [...Y.parseUpdateMeta(verdict.update).from.keys()]
    assert.ok(writtenBy.every(mayUseClient), 'under the id of somebody else')
    this.accepted += 1
    this.log.push(verdict.update)
    Y.applyUpdate(this.server, verdict.update)
    assert.equal(this.server.store.pendingStructs ?? this.server.store.pendingDs, null)
    const after = readable(this.kind, this.server)
    assert.deepEqual(trespasses(this.kind, copy.role, before, after), [], copy.role)
    for (const each of this.copies) each.inbox.push(verdict.update)
    return verdict.kind
  }

  /** A copy sends all that the server lacks, and hears what it lacks itself. @returns the verdict */
  bring(copy: Copy): string {
    const known = Y.encodeStateVector(this.server)
    const verdict = this.#receive(copy, Y.encodeStateAsUpdate(copy.doc, known))
    copy.hear()
    return verdict
  }

  /** Everybody brings what they have; who is refused then has the server's state. */
  settle(): void {
    for (const copy of this.copies) {
      this.#receive(copy, Y.encodeStateAsUpdate(copy.doc))
      copy.sent = []
    }
    const state = Y.encodeStateAsUpdate(this.server)
    for (const copy of this.copies) Y.applyUpdate(copy.doc, state, 'server')
  }

  assertConvergence(): void {
    const state = readable(this.kind, this.server)
    for (const { doc, isForged } of this.copies) {
      if (!isForged) assert.deepEqual(readable(this.kind, doc), state)
    }
    const replayed = new Y.Doc()
    for (const update of this.log) Y.applyUpdate(replayed, update)
    assert.deepEqual(readable(this.kind, replayed), state)
  }
}
