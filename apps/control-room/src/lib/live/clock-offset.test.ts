import { describe, expect, it } from 'vitest'
import { bestOffsetMs, keepSample, sampleClock, type ClockSample } from './clock-offset.ts'

describe('the offset to the server clock', () => {
  it('LV1 takes half the round trip for the way back', () => {
    expect(sampleClock(1_000, 5_050, 1_100)).toEqual({
      offsetMs: 4_000,
      roundTripMs: 100,
      atMs: 1_100,
    })
  })

  it('LV14 counts in whole milliseconds, also when the round trip is odd', () => {
    expect(sampleClock(1_000, 5_050, 1_101).offsetMs).toBe(4_000)
    expect(Number.isInteger(sampleClock(0, 7, 3).offsetMs)).toBe(true)
  })

  it('LV2 believes the shortest round trip, not the latest', () => {
    const slow = sampleClock(0, 5_000, 900)
    const quick = sampleClock(1_000, 6_010, 1_020)
    const late = sampleClock(2_000, 7_300, 2_600)
    const samples = [slow, quick, late].reduce<ClockSample[]>(keepSample, [])
    expect(bestOffsetMs(samples)).toBe(quick.offsetMs)
  })

  it('LV3 forgets old samples, because clocks drift', () => {
    const old = sampleClock(0, 5_000, 1)
    const fresh = sampleClock(700_000, 705_200, 700_200)
    expect(bestOffsetMs([old, fresh].reduce<ClockSample[]>(keepSample, []))).toBe(fresh.offsetMs)
  })

  it('LV4 knows nothing before the first sample', () => {
    expect(bestOffsetMs([])).toBeNull()
  })
})
