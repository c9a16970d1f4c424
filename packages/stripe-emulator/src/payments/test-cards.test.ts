import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { behaviourOf, passesLuhn, testMethods } from './test-cards.ts'

describe('test cards', () => {
  it('SE5 every ready-made method stands for a number that passes the check digit', () => {
    for (const number of Object.values(testMethods)) expect(passesLuhn(number)).toBe(true)
  })

  it('SE5 a single wrong digit never passes', () => {
    const position = fc.integer({ min: 0, max: 15 })
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: 9 }), (at, shift) => {
        const digits = [...'4242424242424242'].map(Number)
        digits[at] = ((digits[at] ?? 0) + shift) % 10
        expect(passesLuhn(digits.join(''))).toBe(false)
      }),
    )
  })

  it('SE4 a number that is no test card is declined, never approved', () => {
    expect(behaviourOf('4539578763621486')).toMatchObject({
      kind: 'decline',
      declineCode: 'test_mode_live_card',
    })
  })
})
