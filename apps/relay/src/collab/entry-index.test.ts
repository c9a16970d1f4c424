import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { z } from 'zod'
import { readEntries } from './entry-index.ts'

const schema = z.object({ id: z.string(), n: z.number(), text: z.string().default('') })
const put = (doc: Y.Doc, id: string, n: unknown): void => {
  doc.getMap('cues').set(id, new Y.Map(Object.entries({ n, text: new Y.Text('') })))
}
const read = (doc: Y.Doc) => readEntries(doc, 'cues', schema)
const textOf = (doc: Y.Doc, id: string): Y.Text => {
  const text = (doc.getMap('cues').get(id) as Y.Map<Y.Text>).get('text')
  if (!text) throw new Error('no text')
  return text
}

it('CG21 what did not change keeps its object, what did is read again, also deep inside', () => {
  const doc = new Y.Doc()
  put(doc, 'a', 1)
  put(doc, 'b', 2)
  const [a, b] = read(doc)
  textOf(doc, 'b').insert(0, 'hello')
  const [a2, b2] = read(doc)
  expect(a2).toBe(a)
  expect(b2).not.toBe(b)
  expect(b2?.text).toBe('hello')
})

it('CG21 what is gone or does not parse any more is left out, and comes back when it does', () => {
  const doc = new Y.Doc()
  put(doc, 'a', 1)
  read(doc)
  put(doc, 'a', 'one')
  expect(read(doc)).toEqual([])
  put(doc, 'a', 3)
  expect(read(doc).map(({ n }) => n)).toEqual([3])
  doc.getMap('cues').delete('a')
  expect(read(doc)).toEqual([])
})

it('CG21 after any edits it reads what a fresh reading of the same document reads', () => {
  const edit = fc.record({ id: fc.constantFrom('a', 'b', 'c'), n: fc.nat(3), kind: fc.nat(3) })
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      const doc = new Y.Doc()
      const copy = new Y.Doc()
      for (const { id, n, kind } of edits) {
        const map = doc.getMap('cues').get(id)
        if (kind === 0 || !(map instanceof Y.Map)) put(doc, id, n)
        else if (kind === 1) map.set('n', n === 0 ? 'bad' : n)
        else if (kind === 2) doc.getMap('cues').delete(id)
        else textOf(doc, id).insert(0, String(n))
        if (n > 1) read(doc)
      }
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
      const byId = (all: ReturnType<typeof read>) => all.toSorted((x, y) => (x.id < y.id ? -1 : 1))
      expect(byId(read(doc))).toEqual(byId(read(copy)))
    }),
  )
})
