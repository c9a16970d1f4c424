import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createDocument } from '../rundown-document.ts'
import { entryIn, putCue, replicaOf, textIn, updateOf } from '../testing/replicas.ts'
import { judgeUpdate, type Verdict } from './field-gate.ts'
import { encodeUpdate, type Struct } from './update.codec.ts'

let server: Y.Doc

beforeEach(() => {
  server = createDocument('rundown')
  putCue(server, 'one', { title: 'Welcome' })
})

function gate(update: Uint8Array, mayUseClient: (id: number) => boolean = () => true): Verdict {
  return judgeUpdate(server, 'rundown', { role: 'host', mayUseClient }, update)
}

function accept(update: Uint8Array): Verdict {
  const verdict = gate(update)
  if (verdict.kind === 'accepted') Y.applyUpdate(server, verdict.update)
  return verdict
}

/** An update that no Yjs client writes. */
function forge(structs: Struct[], deletes: [client: number, clock: number, len: number][] = []) {
  const byClient = Map.groupBy(structs, (struct) => struct.id.client)
  return encodeUpdate({
    structs: byClient,
    deletes: new Map(deletes.map(([client, clock, len]) => [client, [{ clock, len }]])),
  })
}

type Neighbours = { origin?: Y.ID; right?: Y.ID; parent?: string | Y.ID; key?: string }

function item(id: [client: number, clock: number], at: Neighbours, content: Y.Item['content']) {
  const parent = (at.parent ?? null) as unknown as Y.ID | null
  return new Y.Item(
    Y.createID(...id),
    null,
    at.origin ?? null,
    null,
    at.right ?? null,
    parent,
    at.key ?? null,
    content,
  )
}

describe('CG7 what is known already is left out', () => {
  it('CG7 a replay is nothing', () => {
    const update = updateOf(replicaOf(server), (doc) => putCue(doc, 'two'))
    expect(accept(update).kind).toBe('accepted')
    expect(gate(update).kind).toBe('nothing')
    expect(gate(Y.encodeStateAsUpdate(server)).kind).toBe('nothing')
  })

  it('CG7 of a whole copy only the news is logged, deletes of long ago included in neither', () => {
    const copy = replicaOf(server)
    for (let index = 0; index < 200; index++) {
      accept(updateOf(copy, () => entryIn(copy, 'cues', 'one').set('durationMs', index)))
    }
    const late = replicaOf(server)
    late.transact(() => textIn(late, 'one', 'title').insert(0, 'x'))
    const whole = Y.encodeStateAsUpdate(late)
    const verdict = gate(whole)
    expect(verdict.kind).toBe('accepted')
    if (verdict.kind !== 'accepted') return
    expect(verdict.paths).toEqual(['cues/one/title'])
    expect(verdict.update.length).toBeLessThan(60)
  })

  it('CG7 an update of which the beginning is known brings its end', () => {
    const copy = replicaOf(server)
    const updates: Uint8Array[] = []
    copy.on('update', (update) => updates.push(update))
    for (const letter of 'abc')
      textIn(copy, 'one', 'notes').insert(textIn(copy, 'one', 'notes').length, letter)
    expect(accept(updates[0] ?? new Uint8Array()).kind).toBe('accepted')
    expect(accept(Y.mergeUpdates(updates)).kind).toBe('accepted')
    expect(textIn(server, 'one', 'notes').toString()).toBe('abc')
  })

  it('CG7 another content under a known id never counts', () => {
    const copy = replicaOf(server, 77)
    accept(updateOf(copy, (doc) => textIn(doc, 'one', 'notes').insert(0, 'abc')))
    const first = server.store.clients.get(77)?.[0]
    if (!(first instanceof Y.Item)) throw new Error('no text')
    const parent = textIn(server, 'one', 'notes')
    const holder = [...(server.store.clients.get(server.clientID) ?? [])].find(
      (struct) =>
        struct instanceof Y.Item &&
        struct.content instanceof Y.ContentType &&
        struct.content.type === parent,
    )
    if (!holder) throw new Error('no holder')
    // Same id and place, longer, other letters: the known part is cut off, the rest is judged.
    const forged = forge([item([77, 0], { parent: holder.id }, new Y.ContentString('XYZd'))])
    const verdict = accept(forged)
    expect(verdict.kind).toBe('accepted')
    expect(parent.toString()).toBe('abcd')
  })
})

describe('CG8 what builds on something missing is not kept', () => {
  it('CG8 a later edit without the earlier one', () => {
    const copy = replicaOf(server)
    const first = updateOf(copy, (doc) => putCue(doc, 'two'))
    const second = updateOf(copy, (doc) => entryIn(doc, 'cues', 'two').set('flag', true))
    expect(gate(second).kind).toBe('incomplete')
    expect(server.store.pendingStructs).toBeNull()
    expect(accept(first).kind).toBe('accepted')
    expect(accept(second).kind).toBe('accepted')
  })

  it('CG8 a delete of what is unknown', () => {
    const copy = replicaOf(server)
    updateOf(copy, (doc) => textIn(doc, 'one', 'title').insert(0, 'abc'))
    const remove = updateOf(copy, (doc) => textIn(doc, 'one', 'title').delete(0, 3))
    expect(gate(remove).kind).toBe('incomplete')
  })

  it('CG8 a gap, and structs that wait for each other', () => {
    expect(
      gate(forge([item([5, 3], { parent: 'cues', key: 'x' }, new Y.ContentAny([1]))])).kind,
    ).toBe('incomplete')
    const ring = [
      item([5, 0], { origin: Y.createID(6, 0) }, new Y.ContentString('a')),
      item([6, 0], { origin: Y.createID(5, 0) }, new Y.ContentString('b')),
    ]
    expect(gate(forge(ring)).kind).toBe('incomplete')
    const itself = item([5, 0], { origin: Y.createID(5, 0) }, new Y.ContentString('a'))
    expect(gate(forge([itself])).kind).toBe('incomplete')
  })

  it('CG8 many clients in one update, each waiting for the other, in any order', () => {
    const one = replicaOf(server, 11)
    const two = replicaOf(server, 22)
    for (let index = 0; index < 50; index++) {
      const [author, other] = index % 2 === 0 ? [one, two] : [two, one]
      textIn(author, 'one', 'notes').insert(textIn(author, 'one', 'notes').length, 'x')
      Y.applyUpdate(other, Y.encodeStateAsUpdate(author, Y.encodeStateVector(other)))
    }
    expect(accept(Y.encodeStateAsUpdate(two, Y.encodeStateVector(server))).kind).toBe('accepted')
    expect(textIn(server, 'one', 'notes').length).toBe(50)
  })
})

describe('CG9 bytes that no client writes are refused', () => {
  it('CG9 every truncation of an update', () => {
    const update = updateOf(replicaOf(server), (doc) => putCue(doc, 'two'))
    for (let length = 0; length < update.length; length++) {
      expect(gate(update.slice(0, length)).kind).not.toBe('accepted')
    }
  })

  it('CG9 two readings of one client', () => {
    const one = forge([item([5, 0], { parent: 'cues', key: 'a' }, new Y.ContentAny([1]))])
    const two = forge([item([5, 0], { parent: 'cues', key: 'b' }, new Y.ContentAny([2]))])
    const both = Uint8Array.of(2, ...one.slice(1, -1), ...two.slice(1, -1), 0)
    expect(Y.decodeUpdate(both).structs).toHaveLength(2)
    const verdict = gate(both)
    expect(verdict.kind === 'refused' && verdict.error.code).toBe('input.invalid')
  })

  it('CG9 neighbours in two places', () => {
    const copy = replicaOf(server, 31)
    accept(
      updateOf(copy, (doc) => {
        textIn(doc, 'one', 'title').insert(0, 'a')
        textIn(doc, 'one', 'notes').insert(0, 'b')
      }),
    )
    const torn = item(
      [5, 0],
      { origin: Y.createID(31, 0), right: Y.createID(31, 1) },
      new Y.ContentString('x'),
    )
    expect(gate(forge([torn])).kind).toBe('refused')
  })

  it('CG9 a parent that holds nothing, and structs of no length', () => {
    const copy = replicaOf(server, 31)
    accept(updateOf(copy, (doc) => textIn(doc, 'one', 'title').insert(0, 'a')))
    const onText = item([5, 0], { parent: Y.createID(31, 0), key: 'x' }, new Y.ContentAny([1]))
    expect(gate(forge([onText])).kind).toBe('refused')
    const empty = item([5, 0], { origin: Y.createID(31, 0) }, new Y.ContentString(''))
    expect(gate(forge([empty])).kind).toBe('refused')
  })

  it('CG9 structs in something deleted change nothing', () => {
    const copy = replicaOf(server, 31)
    server.getMap('cues').delete('one')
    const verdict = accept(updateOf(copy, (doc) => textIn(doc, 'one', 'title').insert(0, 'a')))
    expect(verdict.kind === 'accepted' && verdict.paths).toEqual([])
    expect(server.getMap('cues').toJSON()).toEqual({})
  })
})

describe('CG10 client ids of others', () => {
  it('CG10 a struct under an id that is in use elsewhere is refused, a delete of another is not', () => {
    const theirs = replicaOf(server, 99)
    const update = updateOf(theirs, (doc) => textIn(doc, 'one', 'title').insert(0, 'x'))
    const verdict = gate(update, (id) => id !== 99)
    expect(verdict.kind === 'refused' && verdict.error.params['why']).toBe('identity')
    accept(update)
    const mine = replicaOf(server, 5)
    const removal = updateOf(mine, (doc) => textIn(doc, 'one', 'title').delete(0, 1))
    expect(gate(removal, (id) => id !== 99).kind).toBe('accepted')
  })

  it('CG10 who may write nothing may not leave empty structs either', () => {
    const empty = forge([new Y.GC(Y.createID(5, 0), 3)])
    for (const role of ['observer', 'guest', 'viewer'] as const) {
      const verdict = judgeUpdate(server, 'rundown', { role, mayUseClient: () => true }, empty)
      expect(verdict.kind).toBe('refused')
    }
  })

  it('CG10 an id cannot be used up ahead of its owner', () => {
    const verdict = gate(forge([new Y.GC(Y.createID(99, 0), 2 ** 30)]))
    expect(verdict.kind).toBe('refused')
  })

  it('CG10 edits of somebody else are judged by the rights of who brings them', () => {
    const theirs = replicaOf(server, 99)
    const update = updateOf(theirs, (doc) => textIn(doc, 'one', 'title').insert(0, 'x'))
    const editor = { role: 'editor', mayUseClient: () => true } as const
    expect(judgeUpdate(server, 'rundown', editor, update).kind).toBe('refused')
    expect(gate(update).kind).toBe('accepted')
  })
})
