import { idleClock, newCueCard, type ClockState } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import {
  isLow,
  maxQuantity,
  onShowMs,
  orderNumber,
  shopScene,
  shortPrice,
  stockText,
  type Offer,
} from './shop-view.ts'

const offer: Offer = {
  offerId: 'o',
  cueId: 'c4',
  product: {
    id: 'p',
    sku: 'F',
    title: 'Enamel flask',
    subtitle: '750 ml',
    imageUrl: '/x.svg',
    currency: 'EUR',
    priceMinor: 3_200,
  },
  priceMinor: 2_400,
  currency: 'EUR',
  stock: { available: 17, held: 0, sold: 3 },
  openedAtMs: 1,
  closedAtMs: null,
}
const running: ClockState = {
  ...idleClock,
  phase: 'running',
  cue: newCueCard({ id: 'c4', title: 'Flask', type: 'product', durationMs: 300_000 }),
  cueTakenAtMs: 1_000_000,
  showStartedAtMs: 0,
}

function withStock(available: number, held: number): Offer {
  return { ...offer, stock: { available, held, sold: 0 } }
}

describe('shop view', () => {
  it('has a scene for every state of show and sale', () => {
    expect(shopScene(idleClock, null)).toBe('not-started')
    expect(shopScene(null, null)).toBe('not-started')
    expect(shopScene(running, null)).toBe('between')
    expect(shopScene(running, offer)).toBe('on-sale')
    expect(shopScene(running, withStock(0, 2))).toBe('reserved')
    expect(shopScene(running, withStock(0, 0))).toBe('sold-out')
    expect(shopScene(running, { ...offer, closedAtMs: 5 })).toBe('sale-closed')
    expect(shopScene({ ...running, phase: 'ended' }, { ...offer, closedAtMs: 5 })).toBe('ended')
  })

  it('keeps selling what is still open when the show has ended', () => {
    expect(shopScene({ ...running, phase: 'ended' }, offer)).toBe('on-sale')
  })

  it('writes round prices without cents, in any place of the symbol', () => {
    expect(shortPrice(2_400, 'EUR')).toBe('€24')
    expect(shortPrice(1_490, 'EUR')).toBe('€14.90')
    expect(shortPrice(2_400, 'JPY')).toMatch(/2,400$/)
  })

  it('counts what is left only when it tells something', () => {
    expect(stockText(offer)).toBe('17 left')
    expect(stockText(withStock(51, 0))).toBe('In stock')
    expect(stockText(withStock(0, 1))).toBe('All in other baskets')
    expect(stockText(withStock(0, 0))).toBe('Sold out')
    expect([isLow(withStock(5, 0)), isLow(withStock(6, 0)), isLow(withStock(0, 0))]).toEqual([
      true,
      false,
      false,
    ])
    expect(maxQuantity(withStock(3, 0))).toBe(3)
    expect(maxQuantity(withStock(900, 0))).toBe(20)
  })

  it('counts down only while the product is on the screen', () => {
    expect(onShowMs(running, offer, 1_223_000)).toBe(77_000)
    expect(onShowMs(running, offer, 1_400_000)).toBeNull()
    expect(onShowMs(running, { ...offer, cueId: 'other' }, 1_223_000)).toBeNull()
  })

  it('gives an order a number that can be read out', () => {
    expect(orderNumber('46df7b06-c816-4551-8cc2-3187cb006ada')).toBe('46DF7B06')
  })
})
