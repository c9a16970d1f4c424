import { describe, expect, it } from 'vitest'
import { formatCardNumber, formatExpiry, readExpiry, testCardProblems } from './test-card.ts'

const november2026 = Date.UTC(2026, 10, 22)

describe('test card', () => {
  it('groups the number as it stands on the card', () => {
    expect(formatCardNumber('4242424242424242')).toBe('4242 4242 4242 4242')
    expect(formatCardNumber('4242-4242 x')).toBe('4242 4242')
    expect(formatCardNumber('')).toBe('')
  })

  it('puts the stroke into the date', () => {
    expect(['1', '12', '123', '1234', '5', '534'].map(formatExpiry)).toEqual([
      '1',
      '12',
      '12 / 3',
      '12 / 34',
      '05',
      '05 / 34',
    ])
  })

  it('reads only real months', () => {
    expect(readExpiry('12 / 34')).toEqual({ month: 12, year: 2034 })
    expect(readExpiry('13 / 34')).toBeNull()
    expect(readExpiry('12 / 3')).toBeNull()
  })

  it('lets a card through to the end of its month', () => {
    const card = { number: '4242 4242 4242 4242', expiry: '11 / 26', cvc: '123' }
    expect(testCardProblems(card, november2026)).toEqual({})
    expect(testCardProblems({ ...card, expiry: '10 / 26' }, november2026)).toHaveProperty('expiry')
  })

  it('names each field that is not ready', () => {
    const problems = testCardProblems({ number: '4242', expiry: '', cvc: '1' }, november2026)
    expect(Object.keys(problems).toSorted()).toEqual(['cvc', 'expiry', 'number'])
  })
})
