import { describe, expect, it } from 'vitest'
import { dropTarget } from './drop.ts'

const rows = [
  { id: 'a', top: 0, height: 20 },
  { id: 'b', top: 20, height: 20 },
]

describe('where a dragged row would land', () => {
  it('OR5 tells the halves of a row apart', () => {
    expect(dropTarget(rows, 5)).toEqual({ id: 'a', side: 'before' })
    expect(dropTarget(rows, 15)).toEqual({ id: 'a', side: 'after' })
    expect(dropTarget(rows, 25)).toEqual({ id: 'b', side: 'before' })
  })

  it('OR6 above all rows is in front of the first, below them behind everything', () => {
    expect(dropTarget(rows, -50)).toEqual({ id: 'a', side: 'before' })
    expect(dropTarget(rows, 41)).toBe(null)
  })
})
