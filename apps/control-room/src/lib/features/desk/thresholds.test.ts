import { describe, expect, it } from 'vitest'
import { passedThreshold } from './thresholds.ts'

const show = { warnMs: 60_000, dangerMs: 15_000 }

describe('what is told of a countdown', () => {
  it('DK1 each threshold once, when it is passed', () => {
    expect(passedThreshold(61_000, 60_000, show)).toBe('One minute left')
    expect(passedThreshold(60_000, 59_000, show)).toBeNull()
    expect(passedThreshold(10_500, 9_500, show)).toBe('10 seconds left')
    expect(passedThreshold(1_000, 0, show)).toBe('Time is up')
    expect(passedThreshold(0, -1_000, show)).toBeNull()
  })

  it('DK2 nothing when another cue was taken, time was added or the page slept', () => {
    expect(passedThreshold(8_000, 300_000, show)).toBeNull()
    expect(passedThreshold(300_000, 9_000, show)).toBeNull()
    expect(passedThreshold(null, 10_000, show)).toBeNull()
    expect(passedThreshold(11_000, null, show)).toBeNull()
  })

  it('DK3 the times at which the cue itself warns', () => {
    const times = { warnMs: 120_000, dangerMs: 45_000 }
    expect(passedThreshold(120_500, 119_500, times)).toBe('2 minutes left')
    expect(passedThreshold(46_000, 45_000, times)).toBe('45 seconds left')
    expect(passedThreshold(61_000, 60_000, times)).toBeNull()
  })
})
