import { describe, expect, it } from 'vitest'
import { readLight } from './light-check.ts'

function picture(red: number, green: number, blue: number): Uint8ClampedArray {
  return Uint8ClampedArray.from(
    { length: 32 * 24 * 4 },
    (_, at) => [red, green, blue, 255][at % 4] ?? 0,
  )
}

describe('light check', () => {
  it('reads an even grey as its own brightness', () => {
    expect(readLight(picture(128, 128, 128))).toEqual({ lightPct: 50, verdict: 'good' })
  })

  it('tells a covered lens, a dim room and a glaring window apart', () => {
    expect(readLight(picture(5, 5, 5)).verdict).toBe('dark')
    expect(readLight(picture(60, 60, 60)).verdict).toBe('dim')
    expect(readLight(picture(250, 250, 250)).verdict).toBe('glaring')
  })

  it('weighs colours as the eye does: blue light hardly helps', () => {
    expect(readLight(picture(0, 0, 255)).verdict).toBe('dark')
    expect(readLight(picture(0, 255, 0)).verdict).toBe('good')
  })

  it('has an answer for no picture at all', () => {
    expect(readLight(new Uint8ClampedArray())).toEqual({ lightPct: 0, verdict: 'dark' })
  })
})
