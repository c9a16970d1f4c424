import { expect, it } from 'vitest'
import { rateLimit } from './rate-limit.ts'

it('lets a burst through, then what refills', () => {
  let nowMs = 0
  const allow = rateLimit(10, 20, () => nowMs)
  const take = (count: number) => Array.from({ length: count }, allow).filter(Boolean).length
  expect(take(30)).toBe(20)
  nowMs = 500
  expect(take(30)).toBe(5)
  nowMs = 60_000
  expect(take(30)).toBe(20)
})
