import { describe, expect, it } from 'vitest'
import { idleClock, newCueCard, type ClockState, type CueCard } from '../clock.schema.ts'
import { cueMoments } from '../clock.timing.ts'
import { rollAt } from './roll.timing.ts'
import { scriptLengthMs, spokenWords } from './script-length.ts'
import { timerReading } from './timer.timing.ts'

const t0 = 1_800_000_000_000
const card = (given: Partial<CueCard> = {}): CueCard =>
  newCueCard({
    id: 'a',
    title: 'A',
    type: 'segment',
    durationMs: 100_000,
    warnMs: 30_000,
    dangerMs: 10_000,
    ...given,
  })
const running = (cue: CueCard, given: Partial<ClockState> = {}): ClockState => ({
  ...idleClock,
  phase: 'running',
  cue,
  cueTakenAtMs: t0,
  showStartedAtMs: t0,
  ...given,
})

describe('what the countdown shows', () => {
  it('RD46 counts down, up, to the planned end, tells the time, or shows nothing', () => {
    const read = (given: Partial<CueCard>) =>
      timerReading(card(given), running(card(given)), t0 + 25_000).ms
    expect(read({})).toBe(75_000)
    expect(read({ timerType: 'up' })).toBe(25_000)
    expect(read({ timerType: 'to-end', plannedEndMs: t0 + 40_000 })).toBe(15_000)
    expect(read({ timerType: 'clock' })).toBe(t0 + 25_000)
    expect(read({ timerType: 'none' })).toBeNull()
    expect(read({ durationMs: 0 })).toBe(25_000)
  })

  it.each([
    [69_999, 'calm'],
    [70_000, 'warn'],
    [90_000, 'danger'],
    [100_000, 'danger'],
    [100_001, 'over'],
  ])('RD46 after %i ms it is %s, by the times of the cue', (elapsedMs, level) => {
    expect(timerReading(card(), running(card()), t0 + elapsedMs).level).toBe(level)
  })

  it('RD46 a planned end that had passed when the cue was taken does not count', () => {
    const late = card({ timerType: 'to-end', plannedEndMs: t0 - 1 })
    expect(timerReading(late, running(late), t0 + 1_000).ms).toBe(99_000)
  })

  it('RD46 a planned end does not wait for a hold', () => {
    const toEnd = card({ timerType: 'to-end', plannedEndMs: t0 + 40_000 })
    const held = running(toEnd, { phase: 'held', heldSinceMs: t0 + 5_000 })
    expect(timerReading(toEnd, held, t0 + 25_000).ms).toBe(15_000)
  })

  it('RD46 knows when it will warn and end, holds and added time counted in', () => {
    const clock = running(card(), { cueHeldMs: 5_000, cueAddedMs: -20_000 })
    expect(cueMoments(clock)).toEqual({
      warnAtMs: t0 + 55_000,
      dangerAtMs: t0 + 75_000,
      endAtMs: t0 + 85_000,
    })
    expect(cueMoments(running(card({ durationMs: 0 })))).toBeNull()
  })
})

describe('roll by time of day', () => {
  const at = (id: string, plannedStartMs: number, plannedEndMs: number) =>
    card({ id, plannedStartMs, plannedEndMs })

  it('RD51 finds the cue that ought to be on, and when that changes', () => {
    const cues = [at('a', 0, 10), at('b', 10, 20), at('c', 30, 40)]
    const sight = (now: number) => {
      const { cue, changesAtMs } = rollAt(cues, now)
      return [cue?.id ?? null, changesAtMs]
    }
    expect([-5, 0, 15, 20, 35, 40].map(sight)).toEqual([
      [null, 0],
      ['a', 10],
      ['b', 20],
      [null, 30],
      ['c', 40],
      [null, null],
    ])
  })

  it('RD51 of two that overlap the later one is on', () => {
    expect(rollAt([at('a', 0, 20), at('b', 15, 30)], 16).cue?.id).toBe('b')
    expect(rollAt([at('a', 0, 20), at('b', 15, 30)], 5).changesAtMs).toBe(15)
  })
})

describe('the length of a script', () => {
  it('RD52 counts what is spoken, not the marks', () => {
    expect(
      spokenWords(
        '# Hello **big** [world](https://example.com/a/b)\n\n1. It’s 24.50\n- <!-- smile -->',
      ),
    ).toBe(5)
    expect(spokenWords('')).toBe(0)
    expect(spokenWords('今日は良い天気です')).toBeGreaterThan(2)
    expect(scriptLengthMs('one two three', 180)).toBe(1_000)
  })
})
