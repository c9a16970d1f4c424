import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ServerCopy } from './server-copy.ts'
import { UnsentEdits } from './unsent-edits.ts'

function desk(base?: Uint8Array) {
  const doc = new Y.Doc()
  doc.getMap('cues')
  if (base) Y.applyUpdate(doc, base)
  const unsent = new UnsentEdits()
  const sent: Uint8Array[] = []
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (transaction.local) unsent.note(transaction, 1)
  })
  doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }) => {
    if (local) sent.push(update)
  })
  return { doc, unsent, sent, server: new ServerCopy() }
}

function show(): Uint8Array {
  const doc = new Y.Doc()
  const title = new Y.Text('Opening')
  doc.getMap('cues').set(
    'a',
    new Y.Map<unknown>([
      ['title', title],
      ['durationMs', 5],
    ]),
  )
  return Y.encodeStateAsUpdate(doc)
}

const cue = (doc: Y.Doc) => doc.getMap('cues').get('a') as Y.Map<unknown>

describe('edits that wait', () => {
  it('CG51 leave the list with their echo, and not before', () => {
    const { doc, unsent, sent, server } = desk(show())
    cue(doc).set('durationMs', 10)
    ;(cue(doc).get('title') as Y.Text).insert(7, ' song')
    expect(unsent.count).toBe(2)
    expect(unsent.list().map(({ path, before, value }) => [path, before, value])).toEqual([
      ['cues/a/durationMs', '5', '10'],
      ['cues/a/title', 'Opening', 'Opening song'],
    ])
    server.sent(sent[0] as Uint8Array, false, false)
    unsent.confirm(server.has)
    expect(unsent.list().map((edit) => edit.path)).toEqual(['cues/a/title'])
    server.sent(sent[1] as Uint8Array, false, false)
    unsent.confirm(server.has)
    expect(unsent.count).toBe(0)
  })

  it('CG51 count a place once however much is written there', () => {
    const { doc, unsent } = desk(show())
    const title = cue(doc).get('title') as Y.Text
    for (const letter of 'later') title.insert(0, letter)
    expect(unsent.count).toBe(1)
    expect(unsent.list()[0]).toMatchObject({ before: 'Opening', operation: 'text' })
  })

  it('CG51 that only take characters away wait until the server has taken them away too', () => {
    const { doc, unsent, sent, server } = desk(show())
    ;(cue(doc).get('title') as Y.Text).delete(0, 3)
    expect(unsent.waitsForDeletes).toBe(true)
    expect(unsent.list()[0]).toMatchObject({ before: 'Opening', value: 'ning' })
    unsent.confirm(server.has)
    expect(unsent.count).toBe(1)
    const deleted = server.sent(sent[0] as Uint8Array, false, true)
    unsent.confirm(server.has, deleted)
    expect(unsent.count).toBe(0)
  })

  it('CG51 go when the server says at the next visit that it has them: once it has answered', () => {
    const { doc, unsent, server } = desk(show())
    cue(doc).set('durationMs', 10)
    expect(server.asked(Y.encodeStateVector(doc))).toBe(true)
    unsent.confirm(server.has)
    expect(unsent.count).toBe(1)
    server.sent(Y.encodeStateAsUpdate(new Y.Doc()), true, false)
    unsent.confirm(server.has)
    expect(unsent.count).toBe(0)
  })

  it('CG51 are asked for again when their echo was lost', () => {
    const { doc, unsent, server } = desk(show())
    const base = Y.encodeStateAsUpdate(doc)
    server.sent(base, true, false)
    cue(doc).set('durationMs', 10)
    const durable = new Y.Doc()
    Y.applyUpdate(durable, Y.encodeStateAsUpdate(doc))
    const question = server.vectorWithout(
      doc,
      unsent.list().map((edit) => edit.client),
    )
    server.sent(Y.encodeStateAsUpdate(durable, question), true, false)
    unsent.confirm(server.has)
    expect(unsent.count).toBe(0)
  })
})

describe('a server that began anew from an older copy', () => {
  it('CG53 is told by what it lacks of what it once had', () => {
    const { doc, server } = desk(show())
    const old = Y.encodeStateVector(doc)
    cue(doc).set('durationMs', 10)
    expect(server.asked(old)).toBe(true)
    server.sent(Y.encodeStateAsUpdate(doc), true, false)
    expect(server.asked(Y.encodeStateVector(doc))).toBe(true)
    expect(server.asked(old)).toBe(false)
  })

  it('CG53 is none when it only lacks what it never confirmed', () => {
    const { doc, server } = desk(show())
    server.sent(Y.encodeStateAsUpdate(doc), true, false)
    const known = Y.encodeStateVector(doc)
    cue(doc).set('durationMs', 10)
    expect(server.asked(known)).toBe(true)
  })
})
