import { describe, expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

describe('backoff', () => {
  it('doubles from half a second and never waits longer than 8 s', () => {
    expect([0, 1, 2, 3, 4, 5, 20].map((attempt) => backoffMs(attempt, 0))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
    ])
  })

  it('spreads a crowd over a fifth of the wait', () => {
    expect(backoffMs(3, 1)).toBe(3_200)
    expect(backoffMs(3, 0.5)).toBe(3_600)
  })
})
