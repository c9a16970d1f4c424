import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byOrder, orderAt } from './order.ts'

type Row = { id: string; order: string }

function insert(rows: readonly Row[], id: string, index: number): Row[] {
  return [...rows, { id, order: orderAt(rows, index) }].toSorted(byOrder)
}

describe('the place of a cue', () => {
  it('OR1 puts a cue exactly where it was dropped, however often', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 40 }), (places) => {
        let rows: Row[] = []
        places.forEach((place, n) => {
          const index = Math.min(place, rows.length)
          rows = insert(rows, `cue-${n}`, index)
          expect(rows.findIndex((row) => row.id === `cue-${n}`)).toBe(index)
        })
      }),
    )
  })

  it('OR2 finds a place behind two cues that were given one key', () => {
    const rows = [
      { id: 'a', order: 'a0' },
      { id: 'b', order: 'a1' },
      { id: 'c', order: 'a1' },
      { id: 'd', order: 'a2' },
    ]
    const moved = insert(rows, 'new', 2).map((row) => row.id)
    expect(moved).toEqual(['a', 'b', 'c', 'new', 'd'])
  })

  it('OR3 everyone sorts equal keys the same way', () => {
    const rows = [
      { id: 'b', order: 'a0' },
      { id: 'a', order: 'a0' },
    ]
    expect(rows.toSorted(byOrder)).toEqual(rows.toReversed().toSorted(byOrder))
  })

  it('OR4 clamps a place outside the list', () => {
    expect(insert([{ id: 'a', order: 'a0' }], 'x', 99).map((row) => row.id)).toEqual(['a', 'x'])
    expect(insert([{ id: 'a', order: 'a0' }], 'x', -5).map((row) => row.id)).toEqual(['x', 'a'])
  })
})
