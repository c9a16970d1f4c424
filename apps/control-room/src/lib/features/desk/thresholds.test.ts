import { describe, expect, it } from 'vitest'
import { countdownTone, passedThreshold } from './thresholds.ts'

describe('what is told of a countdown', () => {
  it('DK1 each threshold once, when it is passed', () => {
    expect(passedThreshold(61_000, 60_000)).toBe('One minute left')
    expect(passedThreshold(60_000, 59_000)).toBeNull()
    expect(passedThreshold(10_500, 9_500)).toBe('10 seconds left')
    expect(passedThreshold(1_000, 0)).toBe('Time is up')
    expect(passedThreshold(0, -1_000)).toBeNull()
  })

  it('DK2 nothing when another cue was taken, time was added or the page slept', () => {
    expect(passedThreshold(8_000, 300_000)).toBeNull()
    expect(passedThreshold(300_000, 9_000)).toBeNull()
    expect(passedThreshold(null, 10_000)).toBeNull()
    expect(passedThreshold(11_000, null)).toBeNull()
  })

  it('DK3 the numerals warn at half a minute and turn red only when over', () => {
    expect(countdownTone(31_000)).toBe('calm')
    expect(countdownTone(30_000)).toBe('soon')
    expect(countdownTone(0)).toBe('soon')
    expect(countdownTone(-1)).toBe('over')
  })
})
