import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idleClock, newCueCard, type ClockState } from './clock.schema.ts'
import { cueElapsedMs, cueRemainingMs } from './clock.timing.ts'
import { decideClock, refreshClock, type RunningCommand } from './clock.transitions.ts'

const cues = ['a', 'b', 'c'].map((id, index) =>
  newCueCard({ id, title: id.toUpperCase(), type: 'segment', durationMs: (index + 1) * 60_000 }),
)
const t0 = 1_800_000_000_000

function run(commands: [RunningCommand, number][], order = cues): ClockState {
  return commands.reduce(
    (state, [command, now]) => decideClock(state, command, order, now).state,
    idleClock,
  )
}
const go = (expectedCueId: string | null): RunningCommand => ({ type: 'clock.go', expectedCueId })

describe('the show clock', () => {
  it('RD1 starts with the first cue and says so once', () => {
    const first = decideClock(idleClock, go(null), cues, t0)
    expect(first.events.map((event) => event.type)).toEqual(['showStarted', 'cueTaken'])
    expect(first.state).toMatchObject({ phase: 'running', showStartedAtMs: t0, cueTakenAtMs: t0 })
    expect(first.state.next?.id).toBe('b')
    const second = decideClock(first.state, go('a'), cues, t0 + 1)
    expect(second.events.map((event) => event.type)).toEqual(['cueTaken'])
  })

  it('RD2 refuses a press made for another cue than the one on air', () => {
    const state = run([[go(null), t0]])
    expect(() => decideClock(state, go(null), cues, t0)).toThrow(
      expect.objectContaining({ code: 'clock.stale' }),
    )
  })

  it('RD3 does not go beyond the last cue', () => {
    const state = run([
      [go(null), t0],
      [go('a'), t0],
      [go('b'), t0],
    ])
    expect(() => decideClock(state, go('c'), cues, t0)).toThrow(
      expect.objectContaining({ code: 'clock.no-cue' }),
    )
  })

  it('RD4 goes on from the last cue that still stands when the one on air was deleted', () => {
    const state = run([
      [go(null), t0],
      [go('a'), t0],
    ])
    const without = cues.filter((cue) => cue.id !== 'b')
    expect(decideClock(state, go('b'), without, t0).state.cue?.id).toBe('c')
  })

  it('RD5 goes back the way it came', () => {
    const state = run([
      [go(null), t0],
      [{ type: 'clock.jump', expectedCueId: 'a', cueId: 'c' }, t0],
    ])
    const back = decideClock(state, { type: 'clock.back', expectedCueId: 'c' }, cues, t0).state
    expect([back.cue?.id, back.next?.id, back.takenBefore]).toEqual(['a', 'b', []])
  })

  it('RD6 does not count time on hold', () => {
    const held = run([
      [go(null), t0],
      [{ type: 'clock.hold' }, t0 + 10_000],
    ])
    expect(cueElapsedMs(held, t0 + 25_000)).toBe(10_000)
    const on = decideClock(held, { type: 'clock.resume' }, cues, t0 + 30_000).state
    expect(cueElapsedMs(on, t0 + 31_000)).toBe(11_000)
  })

  it('RD7 adds and takes time of the cue on air', () => {
    const state = run([
      [go(null), t0],
      [{ type: 'clock.addTime', deltaMs: 30_000 }, t0],
    ])
    expect(cueRemainingMs(state, t0 + 5_000)).toBe(85_000)
  })

  it('RD8 takes nothing more after the end', () => {
    const state = run([
      [go(null), t0],
      [{ type: 'clock.end' }, t0 + 1],
    ])
    expect(() => decideClock(state, go('a'), cues, t0 + 2)).toThrow(
      expect.objectContaining({ code: 'clock.ended' }),
    )
  })

  it('RD9 follows the document: a new title, a new length, a new next cue', () => {
    const state = run([[go(null), t0]])
    const edited = [
      { ...(cues[0] as (typeof cues)[0]), durationMs: 90_000 },
      newCueCard({ id: 'n', title: 'New', type: 'segment', durationMs: 1 }),
      ...cues.slice(1),
    ]
    const after = refreshClock(state, edited, t0)
    expect([after.cue?.durationMs, after.next?.id]).toEqual([90_000, 'n'])
    expect(refreshClock(after, edited, t0)).toBe(after)
  })

  it('RD12 whatever is pressed, the clock never counts backwards and stays whole', () => {
    const press = fc.oneof(
      fc.constant<RunningCommand['type']>('clock.go'),
      fc.constantFrom<RunningCommand['type']>('clock.back', 'clock.hold', 'clock.resume'),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(press, fc.nat(90_000))), (presses) => {
        let state: ClockState = idleClock
        let now = t0
        for (const [type, waitMs] of presses) {
          now += waitMs
          const command = { type, expectedCueId: state.cue?.id ?? null } as RunningCommand
          try {
            state = decideClock(state, command, cues, now).state
          } catch (error) {
            expect(error).toHaveProperty('code')
          }
          expect(cueElapsedMs(state, now)).toBeGreaterThanOrEqual(0)
          expect(cueElapsedMs(state, now + 5)).toBeGreaterThanOrEqual(cueElapsedMs(state, now))
          expect(state.phase === 'held').toBe(state.heldSinceMs !== null)
        }
      }),
    )
  })
})
