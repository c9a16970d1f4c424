import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { shiftPosition, textEdit, type DeltaPart, type TextEdit } from './text-edit.ts'

function apply(text: string, edit: TextEdit | null): string {
  if (!edit) return text
  return text.slice(0, edit.at) + edit.insert + text.slice(edit.at + edit.remove)
}

describe('the smallest edit', () => {
  it('TX1 leads from the old text to the new one, wherever the caret is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '😀', '\n'), maxLength: 12 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '😀', '\n'), maxLength: 12 }),
        fc.nat(24),
        (before, after, caret) => {
          expect(apply(before, textEdit(before, after, Math.min(caret, after.length)))).toBe(after)
        },
      ),
    )
  })

  it('TX2 touches only what was typed', () => {
    expect(textEdit('pour the coffee', 'pour hot the coffee', 9)).toEqual({
      at: 5,
      remove: 0,
      insert: 'hot ',
    })
    expect(textEdit('abc', 'ac', 1)).toEqual({ at: 1, remove: 1, insert: '' })
    expect(textEdit('same', 'same')).toBeNull()
  })

  it('TX3 puts one more of the same letter where the caret is', () => {
    expect(textEdit('aaaa', 'aaaaa', 2)).toEqual({ at: 1, remove: 0, insert: 'a' })
    expect(textEdit('aaaa', 'aaa', 0)).toEqual({ at: 0, remove: 1, insert: '' })
  })

  it('TX4 never cuts an emoji in half', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('😀', '😁', 'a'), maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('😀', '😁', 'a'), maxLength: 6 }),
        (before, after) => {
          const edit = textEdit(before, after)
          if (!edit) return
          const removed = before.slice(edit.at, edit.at + edit.remove)
          expect(edit.insert.isWellFormed() && removed.isWellFormed()).toBe(true)
        },
      ),
    )
  })

  it('TX5 keeps both edits when two people type in one text', () => {
    const [one, other] = [new Y.Doc(), new Y.Doc()]
    one.getText('t').insert(0, 'Pour the coffee')
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
    write(one, 'Pour the hot coffee', 13)
    write(other, 'Slowly pour the coffee', 11)
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
    Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
    expect(one.getText('t').toString()).toBe(other.getText('t').toString())
    expect(one.getText('t').toString()).toBe('Slowly pour the hot coffee')
  })
})

function write(doc: Y.Doc, after: string, caret: number): void {
  const text = doc.getText('t')
  const edit = textEdit(text.toString(), after, caret)
  if (!edit) return
  text.delete(edit.at, edit.remove)
  text.insert(edit.at, edit.insert)
}

describe('a caret while others type', () => {
  const cases: [string, number, DeltaPart[], number][] = [
    ['stays when the change is behind it', 3, [{ retain: 5 }, { insert: 'xy' }], 3],
    ['moves on when something is put before it', 3, [{ insert: 'xy' }], 5],
    ['stays when something is put right at it', 3, [{ retain: 3 }, { insert: 'xy' }], 3],
    ['moves back when something before it goes', 5, [{ retain: 1 }, { delete: 2 }], 3],
    ['lands at the edge when its place goes', 3, [{ retain: 1 }, { delete: 5 }], 1],
    [
      'follows several changes',
      8,
      [{ insert: 'a' }, { retain: 2 }, { delete: 3 }, { retain: 1 }, { insert: 'bb' }],
      8,
    ],
  ]
  it.each(cases)('TX6 %s', (_, caret, delta, expected) => {
    expect(shiftPosition(caret, delta)).toBe(expected)
  })
})
