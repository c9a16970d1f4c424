import { idleClock, newCueCard, type ClockState, type CueCard } from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import { clockView, nextWords } from './clock-view.ts'

const t0 = Date.UTC(2027, 4, 14, 19)
const on = (given: Partial<CueCard> = {}, state: Partial<ClockState> = {}): ClockState => ({
  ...idleClock,
  phase: 'running',
  cue: newCueCard({ id: 'a', title: 'A', type: 'segment', durationMs: 300_000, ...given }),
  cueTakenAtMs: t0,
  ...state,
})
const seen = (clock: ClockState, afterMs: number) => {
  const { digits, words, level } = clockView(clock, t0 + afterMs, 'UTC') ?? {}
  return [digits, words, level]
}

it('DK10 the card says what its cue wants to be told', () => {
  expect(seen(on(), 223_000)).toEqual(['1:17', 'left of 5:00', 'calm'])
  expect(seen(on(), 307_000)).toEqual(['−0:07', 'over 5:00', 'over'])
  expect(seen(on({ timerType: 'up' }), 223_900)).toEqual(['3:43', 'of 5:00', 'calm'])
  expect(seen(on({ timerType: 'clock' }), 260_000)).toEqual(['19:04:20', '0:40 left', 'warn'])
  expect(seen(on({ timerType: 'none' }), 295_000)).toEqual(['–', '0:05 left', 'danger'])
  expect(seen(on({ durationMs: 0 }), 8_000)).toEqual(['0:08', 'on air, no length', 'calm'])
  const toEnd = on({ timerType: 'to-end', plannedEndMs: t0 + 60_000 })
  expect(seen(toEnd, 20_000)).toEqual(['0:40', 'until 19:01:00', 'warn'])
  expect(seen(on({}, { phase: 'held', heldSinceMs: t0 + 1_000 }), 90_000)[2]).toBe('held')
})

it('DK11 the card says how the next cue comes', () => {
  expect(nextWords(idleClock)).toBe('first')
  expect(nextWords(on())).toBe('then')
  expect(nextWords(on({ autoFollow: 'play' }))).toBe('then plays')
  expect(nextWords(on({ autoFollow: 'load' }, { chosenNextId: 'b', loadedAtMs: t0 }))).toBe(
    'loaded:',
  )
  expect(nextWords(on({}, { roll: true }))).toBe('rolls on to')
})
