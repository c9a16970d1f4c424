import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOut, rowsBetween } from './visible-rows.ts'

describe('the rows that are drawn', () => {
  it('UI9 every row that can be seen is among them, and few others', () => {
    const heights = fc.array(fc.constantFrom(26, 38), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(
        heights,
        fc.nat(12_000),
        fc.integer({ min: 1, max: 900 }),
        (rows, top, height) => {
          const layout = layOut(rows)
          const { from, to } = rowsBetween(layout, top, top + height)
          rows.forEach((rowHeight, at) => {
            const rowTop = layout.tops[at] ?? 0
            const seen = rowTop < top + height && rowTop + rowHeight > top
            if (seen) expect(at >= from && at < to).toBe(true)
          })
          expect(to - from).toBeLessThanOrEqual(height / 26 + 16)
        },
      ),
    )
  })
})
