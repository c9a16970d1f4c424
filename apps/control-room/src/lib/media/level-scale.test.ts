import { describe, expect, it } from 'vitest'
import { levelFraction, levelText, levelZone, rmsDb, silenceDb } from './level-scale.ts'

describe('level scale', () => {
  it('fills the bar from −60 dBFS to full scale and stays inside it', () => {
    expect(levelFraction(-60)).toBe(0)
    expect(levelFraction(-30)).toBe(0.5)
    expect(levelFraction(0)).toBe(1)
    expect(levelFraction(silenceDb)).toBe(0)
    expect(levelFraction(6)).toBe(1)
  })

  it('tells quiet, good and hot apart', () => {
    expect([-50, -20, -3].map(levelZone)).toEqual(['quiet', 'good', 'hot'])
  })

  it('measures the power of samples', () => {
    expect(rmsDb(new Float32Array(64).fill(1))).toBeCloseTo(0)
    expect(rmsDb(new Float32Array(64).fill(0.1))).toBeCloseTo(-20)
    expect(rmsDb(new Float32Array(64))).toBe(silenceDb)
  })

  it('writes a level as people read it', () => {
    expect(levelText(-19.4)).toBe('−19 dB')
    expect(levelText(silenceDb)).toBe('silent')
  })
})
