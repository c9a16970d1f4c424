import fc from 'fast-check'
import { expect, it } from 'vitest'
import { heightOf, neighbour, placeAt, type ScriptBox } from './prompter-place.ts'

const boxes: ScriptBox[] = [
  { cueId: 'a', top: 100, height: 200 },
  { cueId: 'b', top: 320, height: 80 },
]

it('VW33 a place is the same on screens of any width', () => {
  expect(placeAt(200, boxes)).toEqual({ cueId: 'a', part: 0.5 })
  const wide = [
    { cueId: 'a', top: 10, height: 50 },
    { cueId: 'b', top: 70, height: 20 },
  ]
  expect(heightOf({ cueId: 'a', part: 0.5 }, wide)).toBe(35)
  expect(heightOf({ cueId: 'gone', part: 0.5 }, wide)).toBeNull()
  expect(placeAt(5, [])).toBeNull()
})

it('VW33 what is between two scripts or outside of all is at their ends', () => {
  expect(placeAt(0, boxes)).toEqual({ cueId: 'a', part: 0 })
  expect(placeAt(310, boxes)).toEqual({ cueId: 'a', part: 1 })
  expect(placeAt(9_999, boxes)).toEqual({ cueId: 'b', part: 1 })
})

it('VW33 inside a script there and back leads to the same height', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 300 }), (y) => {
      expect(heightOf(placeAt(y, boxes), boxes)).toBeCloseTo(y, 6)
    }),
  )
})

it('VW34 a pedal goes script by script; back goes to the beginning first', () => {
  expect(neighbour(150, boxes, 1)?.cueId).toBe('b')
  expect(neighbour(150, boxes, -1)).toMatchObject({ cueId: 'a', top: 100 })
  expect(neighbour(320, boxes, -1)?.cueId).toBe('a')
  expect(neighbour(320, boxes, 1)).toBeUndefined()
})
