import { describe, expect, it } from 'vitest'
import { dropPlace, dropSlot } from './drop.ts'

const rows = [0, 40, 80].map((top) => ({ top, height: 40 }))

describe('dropping a row', () => {
  it('OR5 lands in the gap nearest to the pointer', () => {
    expect(dropSlot(rows, -10)).toBe(0)
    expect(dropSlot(rows, 19)).toBe(0)
    expect(dropSlot(rows, 21)).toBe(1)
    expect(dropSlot(rows, 95)).toBe(2)
    expect(dropSlot(rows, 500)).toBe(3)
  })

  it('OR6 stays where it is in the gaps beside it', () => {
    expect(dropPlace(1, 1)).toBe(1)
    expect(dropPlace(1, 2)).toBe(1)
    expect(dropPlace(1, 3)).toBe(2)
    expect(dropPlace(1, 0)).toBe(0)
  })
})
