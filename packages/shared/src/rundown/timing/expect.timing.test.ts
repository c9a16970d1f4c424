import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idleClock, newCueCard, type ClockState } from '../clock.schema.ts'
import { cueSchema, newCueFields, type Cue } from '../document.schema.ts'
import type { RundownRow } from '../order.ts'
import { expectRundown } from './expect.timing.ts'
import { planRundown } from './plan.timing.ts'

const minuteMs = 60_000
const t0 = Date.UTC(2027, 4, 14, 18)
const show = { startMs: t0, timeZone: 'UTC' }
const tod = (hours: number, minutes = 0): number => (hours * 60 + minutes) * minuteMs

function rows(...given: Partial<Cue>[]): (RundownRow & { kind: 'cue' })[] {
  return given.map((each, index) => {
    const id = each.id ?? 'abcdefgh'[index] ?? `x${index}`
    const fields = newCueFields({ order: 'a0', createdAt: 1, durationMs: 10 * minuteMs, ...each })
    const cue = cueSchema.parse({ id, title: id, notes: '', script: '', ...fields })
    return { kind: 'cue', cue, group: null, index }
  })
}
const plan = (...given: Partial<Cue>[]) => planRundown(rows(...given), { fixedEndMs: null }, show)

function onAir(id: string, takenAtMs: number, given: Partial<ClockState> = {}): ClockState {
  return {
    ...idleClock,
    phase: 'running',
    cue: newCueCard({ id, title: id, type: 'segment', durationMs: 10 * minuteMs }),
    cueTakenAtMs: takenAtMs,
    showStartedAtMs: t0,
    ...given,
  }
}
const starts = (expected: ReturnType<typeof expectRundown>) =>
  expected.cues.map(({ startMs }) => (startMs === null ? null : (startMs - t0) / minuteMs))

describe('what is expected of a show', () => {
  it('RD10 each cue when those before it are done, and the end with them', () => {
    const expected = expectRundown(
      plan({}, {}, {}),
      onAir('b', t0 + 8 * minuteMs),
      t0 + 9 * minuteMs,
    )
    expect(starts(expected)).toEqual([null, 8, 18])
    expect((expected.endMs - t0) / minuteMs).toBe(28)
    expect(expected.absoluteMs).toBe(-2 * minuteMs)
  })

  it('RD11 a cue that runs over pushes everything after it, second by second', () => {
    const expected = expectRundown(plan({}, {}), onAir('a', t0), t0 + 12 * minuteMs)
    expect(starts(expected)).toEqual([0, 12])
    expect([expected.absoluteMs, expected.endOverMs]).toEqual([2 * minuteMs, 2 * minuteMs])
  })

  it('RD48 gaps take lateness up, hard starts stand against it', () => {
    const gap = plan({}, { startMode: 'soft', startTodMs: tod(18, 15) }, {})
    const late = expectRundown(gap, onAir('a', t0), t0 + 12 * minuteMs)
    expect([starts(late), late.absoluteMs, late.endOverMs]).toEqual([[0, 15, 25], 2 * minuteMs, 0])
    const hard = plan({ durationMs: 20 * minuteMs }, { startMode: 'hard', startTodMs: tod(18, 15) })
    const running = onAir('a', t0, {
      cue: newCueCard({ id: 'a', title: '', type: 'segment', durationMs: 20 * minuteMs }),
    })
    expect(starts(expectRundown(hard, running, t0))).toEqual([0, 15])
  })

  it('RD49 knows late against the wall from late against the start', () => {
    const clock = onAir('b', t0 + 16 * minuteMs, { showStartedAtMs: t0 + 5 * minuteMs })
    const expected = expectRundown(plan({}, {}), clock, t0 + 17 * minuteMs)
    expect([expected.absoluteMs, expected.relativeMs]).toEqual([6 * minuteMs, minuteMs])
    const waiting = expectRundown(plan({}), idleClock, t0 + 3 * minuteMs)
    expect([waiting.absoluteMs, waiting.relativeMs]).toEqual([3 * minuteMs, 0])
    expect(expectRundown(plan({}), idleClock, t0 - 3 * minuteMs).absoluteMs).toBe(0)
  })

  it('RD50 what is passed over by a chosen next is not expected', () => {
    const clock = onAir('a', t0, { chosenNextId: 'c' })
    expect(starts(expectRundown(plan({}, {}, {}, {}), clock, t0))).toEqual([0, null, 10, 20])
  })

  it('RD50 goes on from the last cue that still stands when the one on air was deleted', () => {
    const clock = onAir('gone', t0 + 10 * minuteMs, { takenBefore: ['a'] })
    const expected = expectRundown(plan({}, {}, {}), clock, t0 + 10 * minuteMs)
    expect(starts(expected)).toEqual([null, 20, 30])
    expect(expected.absoluteMs).toBe(10 * minuteMs)
  })

  it('RD43 says how far beyond the fixed end it will go', () => {
    const fixed = planRundown(rows({}, {}), { fixedEndMs: t0 + 15 * minuteMs }, show)
    expect(expectRundown(fixed, onAir('a', t0), t0).fixedEndOverMs).toBe(5 * minuteMs)
  })

  it('RD48 never expects in the past what is ahead, nor one before the other without a hard start', () => {
    const anyCue = fc.record({
      durationMs: fc.nat(30 * minuteMs),
      startMode: fc.constantFrom('linked', 'soft', 'hard'),
      startTodMs: fc.option(fc.integer({ min: tod(16), max: tod(22) })),
      delayMs: fc.integer({ min: -tod(1), max: tod(1) }),
      skip: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(anyCue, { minLength: 1, maxLength: 12 }),
        fc.nat(11),
        fc.nat(tod(5)),
        fc.nat(tod(1)),
        (given, place, takenAfter, elapsed) => {
          const id = `x${place % given.length}`
          const named = given.map((each, index) => ({ ...each, id: `x${index}` })) as Partial<Cue>[]
          const now = t0 + takenAfter + elapsed
          const expected = expectRundown(plan(...named), onAir(id, t0 + takenAfter), now)
          expected.cues.forEach(({ cueId, startMs, endMs }) => {
            if (startMs === null || endMs === null || cueId === id) return
            expect(startMs).toBeGreaterThanOrEqual(now)
            expect(endMs).toBeGreaterThanOrEqual(startMs)
          })
        },
      ),
    )
  })
})
