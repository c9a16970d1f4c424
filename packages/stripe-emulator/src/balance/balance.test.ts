import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantNetMinor } from './balance.endpoints.ts'
import { cardFeeMinor, instantFeeMinor } from './balance-transactions.ts'

describe('fees', () => {
  it.each([
    [1000, 40],
    [2400, 61],
    [50, 26],
    [99_999_999, 1_500_025],
  ])('SE8 a card payment of %i costs %i', (amount, fee) => {
    expect(cardFeeMinor(amount)).toBe(fee)
  })

  it('SE13 the instant net is the most that fits together with its fee', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (total) => {
        const net = instantNetMinor(total)
        expect(net + instantFeeMinor(net)).toBeLessThanOrEqual(total)
        expect(net + 1 + instantFeeMinor(net + 1)).toBeGreaterThan(total)
      }),
    )
  })
})
