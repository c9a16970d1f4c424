import { describe, expect, it } from 'vitest'
import { parsePrice, priceFieldText } from './money-text.ts'

describe('a price in a field', () => {
  it.each([
    ['24', 2_400],
    ['24.5', 2_450],
    ['24,50', 2_450],
    ['€ 24.50', 2_450],
    ['0', 0],
    ['', null],
    ['24.505', undefined],
    ['cheap', undefined],
    ['1.000.000', undefined],
  ])('RU1 "%s" is %s cents', (typed, expected) => {
    expect(parsePrice(typed, 'EUR')).toBe(expected)
  })

  it('RU2 knows currencies without cents', () => {
    expect(parsePrice('1200', 'JPY')).toBe(1_200)
    expect(parsePrice('12.5', 'JPY')).toBeUndefined()
    expect(priceFieldText(1_200, 'JPY')).toBe('1200')
  })

  it('RU3 reads back what it wrote', () => {
    for (const minor of [0, 5, 2_400, 123_456]) {
      expect(parsePrice(priceFieldText(minor, 'EUR'), 'EUR')).toBe(minor)
    }
    expect(priceFieldText(null, 'EUR')).toBe('')
  })
})
