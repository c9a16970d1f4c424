import { describe, expect, it } from 'vitest'
import {
  clockText,
  countdownText,
  durationText,
  elapsedText,
  offsetText,
  parseDuration,
} from './time-text.ts'

describe('time as people read it', () => {
  it('UI1 a countdown reaches 0:00 exactly at the end and counts over time with a minus', () => {
    expect(countdownText(77_000)).toBe('1:17')
    expect(countdownText(76_001)).toBe('1:17')
    expect(countdownText(1)).toBe('0:01')
    expect(countdownText(0)).toBe('0:00')
    expect(countdownText(-999)).toBe('0:00')
    expect(countdownText(-7_000)).toBe('−0:07')
    expect(countdownText(-3_723_000)).toBe('−1:02:03')
  })

  it('UI2 durations, elapsed time and offsets', () => {
    expect(durationText(300_000)).toBe('5:00')
    expect(durationText(3_723_000)).toBe('1:02:03')
    expect(elapsedText(1_471_900)).toBe('00:24:31')
    expect(offsetText(48_000)).toBe('+0:48')
    expect(offsetText(-80_000)).toBe('−1:20')
    expect(offsetText(400)).toBe('on time')
  })

  it('UI3 the time of day is that of the show, not of the browser', () => {
    const at = Date.UTC(2026, 10, 22, 18, 24, 31)
    expect(clockText(at, 'Europe/Lisbon')).toBe('18:24:31')
    expect(clockText(at, 'Europe/Berlin', false)).toBe('19:24')
  })

  it.each([
    ['5', 300_000],
    ['1:30', 90_000],
    ['1:02:03', 3_723_000],
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1h30m', 5_400_000],
    ['1m30s', 90_000],
    ['0', 0],
    [' 2 : 05 ', 125_000],
  ])('UI4 "%s" typed as a length is %d ms', (typed, expected) => {
    expect(parseDuration(typed)).toBe(expected)
  })

  it.each(['', 'soon', '1:75', '25:00:01', '-3', '1:2:3:4'])('UI4 "%s" is no length', (typed) => {
    expect(parseDuration(typed)).toBeNull()
  })
})
