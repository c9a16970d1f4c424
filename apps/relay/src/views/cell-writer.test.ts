import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { cueMap } from '../collab/index.ts'
import { writeCell, type CellEdit } from './cell-writer.ts'

function show(): Y.Doc {
  const doc = new Y.Doc()
  const cue = { order: 'a0', type: 'segment' as const, durationMs: 60_000, createdAt: 1 }
  doc
    .getMap('cues')
    .set('one', cueMap({ ...cue, title: 'Flask', notes: 'lid', script: '' } as never))
  const column = (type: string, extra = {}) =>
    new Y.Map<unknown>(
      Object.entries({
        order: 'a0',
        name: type,
        type,
        options: [],
        writers: [],
        department: null,
        deletedAt: null,
        createdAt: 1,
        ...extra,
      }),
    )
  const columns = doc.getMap('columns')
  for (const type of ['text', 'number', 'checkbox', 'url']) columns.set(`c-${type}`, column(type))
  columns.set('old', column('number', { deletedAt: 5 }))
  return doc
}
const write = (doc: Y.Doc, edit: Partial<CellEdit>) =>
  writeCell(doc, { cueId: 'one', column: 'notes', value: null, expected: null, ...edit })
const field = (doc: Y.Doc, key: string) =>
  String((doc.getMap('cues').get('one') as Y.Map<unknown>).get(key))

describe('one cell, written by the server', () => {
  it('VW9 merges a text with what others wrote since', () => {
    const doc = show()
    write(doc, { value: 'lid first', expected: 'lid' })
    write(doc, { value: 'the lid', expected: 'lid' })
    expect(field(doc, 'notes')).toBe('the lid first')
    write(doc, { column: 'c-text', value: 'hello', expected: null })
    expect(doc.getText('cell:one:c-text').toString()).toBe('hello')
  })

  it('VW10 refuses a value that was changed since it was seen, and keeps the newer one', () => {
    const doc = show()
    write(doc, { column: 'durationMs', value: 30_000, expected: 60_000 })
    expect(() => write(doc, { column: 'durationMs', value: 1, expected: 60_000 })).toThrow(
      expect.objectContaining({ code: 'view.stale' }),
    )
    expect(field(doc, 'durationMs')).toBe('30000')
    write(doc, { column: 'flag', value: true, expected: false })
    write(doc, { column: 'c-checkbox', value: true, expected: false })
    expect(doc.getMap('cells').get('one:c-checkbox')).toBe(true)
  })

  it('VW11 takes only what the field or the column may hold', () => {
    const doc = show()
    const before = Y.encodeStateVector(doc)
    const refused: Partial<CellEdit>[] = [
      { column: 'durationMs', value: -1, expected: 60_000 },
      { column: 'type', value: 'party', expected: 'segment' },
      { column: 'c-number', value: 'seven', expected: null },
      { column: 'c-url', value: 'javascript:alert(1)', expected: null },
      { column: 'notes', value: 7, expected: 'lid' },
      { column: 'title', value: 'x'.repeat(501), expected: 'Flask' },
      { column: 'deletedAt', value: 1, expected: null },
      { column: 'order', value: 'a1', expected: 'a0' },
      { column: 'old', value: 1, expected: null },
      { column: 'nowhere', value: 1, expected: null },
      { cueId: 'two', value: 'x', expected: '' },
    ]
    for (const edit of refused) expect(() => write(doc, edit)).toThrow(/./)
    expect(Y.encodeStateVector(doc)).toEqual(before)
  })
})
