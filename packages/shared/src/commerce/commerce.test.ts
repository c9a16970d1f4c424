import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StockLevel } from './commerce.schema.ts'
import {
  canRelease,
  decideOffer,
  decidePayment,
  estimateFeeMinor,
  holdStock,
  releaseStock,
  salesTotals,
  sellAvailableStock,
  sellHeldStock,
} from './index.ts'

const cue = { id: 'c1', type: 'offer', title: 'Flask', productId: 'flask', priceMinor: 2400 }
const open = { offerId: 'o1', cueId: 'c1', productId: 'flask', priceMinor: 2400, currency: 'EUR' }

describe('the pinned offer', () => {
  it('CO1 is that of the cue taken last that carries a product and a price', () => {
    expect(decideOffer(null, cue)).toEqual({ kind: 'open', productId: 'flask', priceMinor: 2400 })
    expect(decideOffer(open, cue)).toEqual({ kind: 'keep' })
    expect(decideOffer(open, { ...cue, id: 'c2' })).toMatchObject({ kind: 'open' })
    expect(decideOffer(open, { ...cue, priceMinor: 2200 })).toMatchObject({ kind: 'open' })
  })

  it('CO2 stays through cues without one and closes with a settle cue', () => {
    expect(decideOffer(open, { ...cue, id: 'c3', productId: null })).toEqual({ kind: 'keep' })
    expect(decideOffer(open, { ...cue, id: 'c3', priceMinor: null })).toEqual({ kind: 'keep' })
    expect(decideOffer(open, { ...cue, type: 'settle' })).toEqual({
      kind: 'close',
      reason: 'settle',
    })
    expect(decideOffer(null, { ...cue, type: 'settle' })).toEqual({ kind: 'keep' })
  })
})

describe('stock', () => {
  it('CO3 refuses more than there is, and says how much is left', () => {
    expect(() => holdStock({ available: 2, held: 1, sold: 0 }, 3)).toThrow('Only 2 left.')
    expect(() => sellAvailableStock({ available: 0, held: 9, sold: 0 }, 1)).toThrow('Only 0 left.')
  })

  it('CO3 CO4 CO5 never goes below zero and never loses a unit', () => {
    const steps = {
      hold: holdStock,
      sell: sellHeldStock,
      release: releaseStock,
      late: sellAvailableStock,
    }
    const step = fc.tuple(
      fc.constantFrom('hold', 'sell', 'release', 'late'),
      fc.integer({ min: 1, max: 5 }),
    )
    fc.assert(
      fc.property(fc.nat(20), fc.array(step, { maxLength: 40 }), (units, moves) => {
        let level: StockLevel = { available: units, held: 0, sold: 0 }
        for (const [move, quantity] of moves) {
          try {
            level = steps[move as keyof typeof steps](level, quantity)
          } catch {
            // Refused: nothing may have changed.
          }
          expect(level.available + level.held + level.sold).toBe(units)
          expect(Math.min(level.available, level.held, level.sold)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})

describe('orders', () => {
  it('CO6 CO8 are paid once, from the hold or from the shelf', () => {
    expect(decidePayment('pending')).toBe('sell-held')
    expect(decidePayment('expired')).toBe('sell-or-refund')
    expect(decidePayment('failed')).toBe('sell-or-refund')
    expect(decidePayment('paid')).toBe('ignore')
    expect(decidePayment('refunded')).toBe('ignore')
    expect(canRelease('pending')).toBe(true)
    expect(canRelease('paid')).toBe(false)
  })

  it('CO9 CO10 count into net; a returned payment costs its fee and is no sale', () => {
    const sale = {
      orders: 1,
      quantity: 2,
      totalMinor: 4800,
      feeMinor: 97,
      refundedMinor: 0,
      returned: false,
    }
    expect(
      salesTotals('EUR', [
        sale,
        { ...sale, refundedMinor: 1000 },
        { ...sale, returned: true, refundedMinor: 4800 },
      ]),
    ).toEqual({
      currency: 'EUR',
      orders: 2,
      units: 4,
      grossMinor: 9600,
      feesMinor: 291,
      refundsMinor: 1000,
      netMinor: 8309,
    })
  })

  it('CO11 estimate a fee that never exceeds the amount', () => {
    expect(estimateFeeMinor(2400)).toBe(61)
    expect(estimateFeeMinor(0)).toBe(0)
    expect(estimateFeeMinor(10)).toBe(10)
  })
})
