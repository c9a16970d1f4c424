import type { Role } from '@stallcast/shared/crew'
import { roleSchema } from '@stallcast/shared/crew'
import type { cueFields, DocumentKind, markFields } from '@stallcast/shared/rundown'
import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createDocument } from '../rundown-document.ts'
import { entryIn, putCue, putMark, replicaOf, textIn, updateOf } from '../testing/replicas.ts'
import { judgeUpdate, type Verdict } from './field-gate.ts'
import { encodeUpdate } from './update.codec.ts'

let server: Y.Doc

beforeEach(() => {
  server = createDocument('rundown')
  putCue(server, 'one', { title: 'Welcome', durationMs: 60_000 })
  putMark(server, 'cut')
  server.getMap('clips').set('clip', new Y.Map([['state', 'ready']]))
})

function gate(
  role: Role,
  update: Uint8Array,
  kind: DocumentKind = 'rundown',
  doc = server,
): Verdict {
  return judgeUpdate(doc, kind, { role, mayUseClient: () => true }, update)
}

/** What the server's copy wrote last. */
function lastStruct(doc: Y.Doc) {
  const struct = doc.store.clients.get(doc.clientID)?.at(-1)
  if (!struct) throw new Error('nothing was written')
  return struct
}

/** Judges an edit made on a fresh copy. */
function attempt(role: Role, edit: (doc: Y.Doc) => void): Verdict {
  return gate(role, updateOf(replicaOf(server), edit))
}

function reasonOf(verdict: Verdict): string {
  return verdict.kind === 'refused'
    ? `${String(verdict.error.params['why'])} ${String(verdict.error.params['path'])}`
    : verdict.kind
}

const cueValues: Record<keyof typeof cueFields, unknown> = {
  order: 'a1',
  type: 'offer',
  durationMs: 5_000,
  sourceId: 'cam-1',
  productId: 'mug',
  priceMinor: 1_900,
  quantity: 12,
  colour: '#aa0000',
  skip: true,
  flag: true,
  number: '4a',
  groupId: 'group',
  milestone: true,
  announced: true,
  startMode: 'hard',
  startTodMs: 68_400_000,
  lockEnd: true,
  endTodMs: 70_000_000,
  delayMs: -5_000,
  autoFollow: 'play',
  timerType: 'to-end',
  warnMs: 30_000,
  dangerMs: 5_000,
  layout: 'pip',
  mediaId: 'vt-1',
  deletedAt: 5,
  createdAt: 9,
}
const markValues: Record<keyof typeof markFields, unknown> = {
  track: 'cam-1',
  inAtMs: 2,
  outAtMs: 3,
  label: 'Best of',
  createdBy: 'Someone',
  createdAt: 9,
  deletedAt: 5,
}

describe('CG1 each write is judged by role, path and operation', () => {
  const writes: [path: string, edit: (doc: Y.Doc) => void, allowed: Role[]][] = [
    ['cues/new', (doc) => putCue(doc, 'new'), ['host', 'producer']],
    ['marks/new', (doc) => putMark(doc, 'new'), ['host', 'producer', 'editor']],
    ['clips/clip', (doc) => entryIn(doc, 'clips', 'clip').set('state', 'failed'), []],
    ['clips/new', (doc) => doc.getMap('clips').set('new', new Y.Map()), []],
    ['facts/paid', (doc) => doc.getMap('facts').set('paid', true), []],
    ['elsewhere/x', (doc) => doc.getMap('elsewhere').set('x', 1), []],
    ...Object.entries(cueValues).map(([field, value]): (typeof writes)[number] => [
      `cues/one/${field}`,
      (doc) => entryIn(doc, 'cues', 'one').set(field, value),
      field === 'createdAt' ? [] : ['host', 'producer'],
    ]),
    ...Object.entries(markValues).map(([field, value]): (typeof writes)[number] => [
      `marks/cut/${field}`,
      (doc) => entryIn(doc, 'marks', 'cut').set(field, value),
      ['createdAt', 'createdBy', 'track'].includes(field) ? [] : ['host', 'producer', 'editor'],
    ]),
    ...['title', 'notes', 'script'].map((field): (typeof writes)[number] => [
      `cues/one/${field}`,
      (doc) => textIn(doc, 'one', field).insert(0, 'Hi '),
      ['host', 'producer'],
    ]),
    ['cues/one/title', (doc) => textIn(doc, 'one', 'title').delete(0, 3), ['host', 'producer']],
  ]

  for (const role of roleSchema.options) {
    it.each(writes)(`CG1 ${role} at %s`, (path, edit, allowed) => {
      const verdict = attempt(role, edit)
      expect(verdict.kind).toBe(allowed.includes(role) ? 'accepted' : 'refused')
      if (verdict.kind === 'accepted') expect(verdict.paths).toEqual([path])
    })
  }

  it('CG1 one forbidden write refuses the whole update', () => {
    const verdict = attempt('editor', (doc) => {
      entryIn(doc, 'marks', 'cut').set('label', 'fine')
      entryIn(doc, 'cues', 'one').set('flag', true)
    })
    expect(reasonOf(verdict)).toBe('policy cues/one/flag')
  })

  it('CG1 the finance document is for finance and producer', () => {
    for (const role of roleSchema.options) {
      const doc = createDocument('finance')
      const update = updateOf(createDocument('finance'), (copy) =>
        copy.getText('notes').insert(0, 'x'),
      )
      const verdict = gate(role, update, 'finance', doc)
      expect(verdict.kind).toBe(['finance', 'producer'].includes(role) ? 'accepted' : 'refused')
    }
  })
})

describe('CG2 an overwrite is a set, a removal is a delete', () => {
  it('CG2 removing a key is refused, for every kind of key', () => {
    expect(reasonOf(attempt('host', (doc) => doc.getMap('cues').delete('one')))).toBe(
      'policy cues/one',
    )
    expect(reasonOf(attempt('host', (doc) => entryIn(doc, 'cues', 'one').delete('type')))).toBe(
      'policy cues/one/type',
    )
    expect(reasonOf(attempt('host', (doc) => entryIn(doc, 'cues', 'one').delete('title')))).toBe(
      'policy cues/one/title',
    )
  })

  it('CG2 a set that removes itself again is a delete, told in one update or two', () => {
    const edit = (doc: Y.Doc) => {
      entryIn(doc, 'cues', 'one').set('type', 'break')
      entryIn(doc, 'cues', 'one').delete('type')
    }
    expect(reasonOf(attempt('host', edit))).toBe('policy cues/one/type')
    const copy = replicaOf(server)
    edit(copy)
    const sync = Y.encodeStateAsUpdate(copy, Y.encodeStateVector(server))
    expect(reasonOf(gate('host', sync))).toBe('policy cues/one/type')
  })

  it('CG2 a value that is deleted as it arrives takes the old one with it', () => {
    const kept = replicaOf(server)
    kept.gc = false
    const told = updateOf(kept, (doc) => {
      entryIn(doc, 'cues', 'one').set('type', 'break')
      entryIn(doc, 'cues', 'one').delete('type')
    })
    expect(reasonOf(gate('host', told))).toBe('policy cues/one/type')
    entryIn(server, 'cues', 'one').set('type', 'offer')
    const live = lastStruct(server)
    const origin = live.id
    const silent = new Y.Item(
      Y.createID(1, 0),
      null,
      origin,
      null,
      null,
      null,
      null,
      new Y.ContentDeleted(1),
    )
    const update = encodeUpdate({ structs: new Map([[1, [silent]]]), deletes: new Map() })
    expect(reasonOf(gate('host', update))).toBe('policy cues/one/type')
  })

  it('CG2 replacing a cue or a text is refused, hiding a cue is not', () => {
    expect(reasonOf(attempt('host', (doc) => putCue(doc, 'one')))).toBe('policy cues/one')
    expect(
      attempt('host', (doc) => entryIn(doc, 'cues', 'one').set('title', new Y.Text('Mine'))).kind,
    ).toBe('refused')
    expect(attempt('host', (doc) => entryIn(doc, 'cues', 'one').set('deletedAt', 7)).kind).toBe(
      'accepted',
    )
  })

  it('CG2 many overwrites while offline, undone and redone, are sets', () => {
    const copy = replicaOf(server)
    const cue = entryIn(copy, 'cues', 'one')
    const undo = new Y.UndoManager(cue, { captureTimeout: 0 })
    for (const durationMs of [1, 2, 3, 4]) cue.set('durationMs', durationMs)
    undo.undo()
    undo.undo()
    undo.redo()
    const verdict = gate('host', Y.encodeStateAsUpdate(copy, Y.encodeStateVector(server)))
    expect(verdict.kind).toBe('accepted')
    if (verdict.kind === 'accepted') Y.applyUpdate(server, verdict.update)
    expect(entryIn(server, 'cues', 'one').get('durationMs')).toBe(3)
  })

  it('CG2 two tabs that set one field offline and met arrive as one update', () => {
    const one = replicaOf(server, 10)
    const two = replicaOf(server, 20)
    entryIn(one, 'cues', 'one').set('durationMs', 1)
    entryIn(two, 'cues', 'one').set('durationMs', 2)
    Y.applyUpdate(one, Y.encodeStateAsUpdate(two))
    const verdict = gate('host', Y.encodeStateAsUpdate(one, Y.encodeStateVector(server)))
    expect(verdict.kind).toBe('accepted')
  })

  it('CG2 a value put before the present one and the present one deleted is a delete', () => {
    entryIn(server, 'cues', 'one').set('type', 'offer')
    const live = lastStruct(server)
    // Written by hand: the new item lies left of the live value, so that deleting that leaves nothing.
    const forged = new Y.Item(
      Y.createID(1, 0),
      null,
      null,
      null,
      live.id,
      null,
      null,
      new Y.ContentAny(['break']),
    )
    const update = encodeUpdate({
      structs: new Map([[1, [forged]]]),
      deletes: new Map([[live.id.client, [{ clock: live.id.clock, len: 1 }]]]),
    })
    expect(reasonOf(gate('host', update))).toBe('policy cues/one/type')
  })
})
