import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Group } from '../columns.schema.ts'
import { cueSchema, newCueFields, type Cue } from '../document.schema.ts'
import { rundownOrder, type RundownRow } from '../order.ts'
import { planRundown } from './plan.timing.ts'
import { wallTime } from './wall-time.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** 19:00 in Lisbon, on a day without a switch. */
const startMs = Date.UTC(2027, 4, 14, 18)
const show = { startMs, timeZone: 'Europe/Lisbon' }
const open = { fixedEndMs: null }
const tod = (hours: number, minutes = 0): number => hours * hourMs + minutes * minuteMs

let made = 0
function cue(given: Partial<Cue> = {}): RundownRow & { kind: 'cue' } {
  const index = made++
  const id = given.id ?? `c${index}`
  const fields = newCueFields({ order: 'a0', createdAt: 1, durationMs: 10 * minuteMs, ...given })
  const whole = cueSchema.parse({ id, title: id, notes: '', script: '', ...fields })
  return { kind: 'cue', cue: whole, group: null, index }
}
const hard = (startTodMs: number, given: Partial<Cue> = {}) =>
  cue({ startMode: 'hard', startTodMs, ...given })
const soft = (startTodMs: number, given: Partial<Cue> = {}) =>
  cue({ startMode: 'soft', startTodMs, ...given })
const minutesOf = (plan: ReturnType<typeof planRundown>) =>
  plan.cues.map((each) => [
    (each.startMs - startMs) / minuteMs,
    (each.endMs - startMs) / minuteMs,
    each.gapMs / minuteMs,
  ])

describe('the plan of a run of show', () => {
  it('RD40 a linked cue begins where the one before ends', () => {
    const plan = planRundown([cue(), cue(), cue()], open, show)
    expect(minutesOf(plan)).toEqual([
      [0, 10, 0],
      [10, 20, 0],
      [20, 30, 0],
    ])
    expect([plan.startMs, plan.endMs]).toEqual([startMs, startMs + 30 * minuteMs])
  })

  it('RD41 a hard start stands, whatever runs over; a soft one waits', () => {
    const rows = [
      cue({ durationMs: 20 * minuteMs }),
      hard(tod(19, 15)),
      soft(tod(19, 10)),
      soft(tod(20)),
    ]
    const plan = planRundown(rows, open, show)
    expect(minutesOf(plan)).toEqual([
      [0, 20, 0],
      [15, 25, -5],
      [25, 35, 0],
      [60, 70, 25],
    ])
    expect(plan.cues.map(({ notes }) => notes)).toEqual([[], ['overlap'], ['pushed'], ['gap']])
  })

  it('RD41 the show begins when its first cue does', () => {
    expect(planRundown([soft(tod(18, 30))], open, show).startMs).toBe(startMs - 30 * minuteMs)
  })

  it('RD42 a locked end stands and the length follows', () => {
    const rows = [cue(), cue({ lockEnd: true, endTodMs: tod(19, 45) }), cue()]
    expect(minutesOf(planRundown(rows, open, show))).toEqual([
      [0, 10, 0],
      [10, 45, 0],
      [45, 55, 0],
    ])
    const late = planRundown(
      [cue(), cue({ lockEnd: true, endTodMs: tod(19, 5) }), cue()],
      open,
      show,
    )
    expect(minutesOf(late)[1]).toEqual([10, 10, 0])
    expect(late.cues[1]?.notes).toEqual(['end-passed'])
  })

  it('RD41 a time that nobody has entered leaves the cue linked, and says so', () => {
    const plan = planRundown([cue(), cue({ startMode: 'hard' })], open, show)
    expect([minutesOf(plan)[1], plan.cues[1]?.notes]).toEqual([[10, 20, 0], ['no-time']])
  })

  it('RD47 skipped cues and milestones take no time', () => {
    const rows = [
      cue(),
      cue({ skip: true }),
      cue({ milestone: true, startMode: 'soft', startTodMs: tod(19, 30) }),
      cue(),
    ]
    const plan = planRundown(rows, open, show)
    expect(plan.cues.map(({ kind }) => kind)).toEqual(['cue', 'skipped', 'milestone', 'cue'])
    expect(minutesOf(plan)).toEqual([
      [0, 10, 0],
      [10, 10, 0],
      [30, 30, 20],
      [10, 20, 0],
    ])
  })

  it('RD42 a delay shifts what is linked, a gap takes it up, a hard start ends it', () => {
    const delayed = (rows: RundownRow[]) =>
      planRundown(rows, open, show).cues.map((each) => (each.delayedStartMs - startMs) / minuteMs)
    const late = cue({ delayMs: 4 * minuteMs })
    expect(delayed([late, cue(), cue()])).toEqual([4, 14, 24])
    expect(delayed([late, soft(tod(19, 13)), cue()])).toEqual([4, 14, 24])
    expect(delayed([late, soft(tod(19, 30)), cue()])).toEqual([4, 30, 40])
    expect(delayed([late, hard(tod(19, 10)), cue()])).toEqual([4, 10, 20])
    expect(minutesOf(planRundown([late, cue()], open, show))[1]).toEqual([10, 20, 0])
  })

  it('RD43 back-timing says when each cue has to begin for the fixed end', () => {
    const fixedEndMs = startMs + 45 * minuteMs
    const plan = planRundown(
      [cue(), cue({ skip: true }), hard(tod(19, 15)), cue()],
      { fixedEndMs },
      show,
    )
    const back = plan.cues.map((each) => ((each.backStartMs ?? 0) - startMs) / minuteMs)
    expect(back).toEqual([5, 15, 25, 35])
    expect(plan.toFillMs).toBe(10 * minuteMs)
  })

  it('RD40 a group lasts from its first cue to its last, and is held against its target', () => {
    const group: Group = {
      id: 'g',
      order: 'a1',
      title: 'Block',
      colour: null,
      targetMs: 15 * minuteMs,
      deletedAt: null,
      createdAt: 1,
    }
    const rows = rundownOrder(
      [
        cue({ order: 'a0' }).cue,
        cue({ order: 'a1', groupId: 'g' }).cue,
        cue({ order: 'a2', groupId: 'g' }).cue,
        cue({ order: 'a3' }).cue,
      ],
      [group],
    )
    expect(planRundown(rows, open, show).groups).toEqual([
      {
        groupId: 'g',
        startMs: startMs + 10 * minuteMs,
        endMs: startMs + 30 * minuteMs,
        plannedMs: 20 * minuteMs,
        targetMs: 15 * minuteMs,
        overMs: 5 * minuteMs,
      },
    ])
  })

  it('RD44 a show that goes past midnight goes on with the next day', () => {
    const late = { startMs: startMs + 4.5 * hourMs, timeZone: 'Europe/Lisbon' }
    const plan = planRundown([cue(), hard(tod(0, 15)), hard(tod(9))], open, late)
    expect(plan.cues.map((each) => (each.startMs - late.startMs) / hourMs)).toEqual([0, 0.75, 9.5])
  })

  it('RD45 the night of each switch is as long as it is', () => {
    const spring = { startMs: Date.UTC(2027, 2, 28, 0), timeZone: 'Europe/Berlin' } // 01:00, then 03:00
    const left = planRundown([cue(), hard(tod(2, 30)), hard(tod(4))], open, spring)
    expect(left.cues.map((each) => (each.startMs - spring.startMs) / hourMs)).toEqual([0, 1.5, 2])
    expect(left.cues[1]?.notes).toContain('time-left-out')
    const autumn = { startMs: Date.UTC(2027, 9, 30, 23), timeZone: 'Europe/Berlin' } // 01:00, 02:00 twice
    const twice = planRundown([cue(), hard(tod(2, 30)), hard(tod(4))], open, autumn)
    expect(twice.cues.map((each) => (each.startMs - autumn.startMs) / hourMs)).toEqual([0, 1.5, 4])
    expect(twice.cues[1]?.notes).toContain('time-twice')
  })
})

const anyCue = fc
  .record({
    durationMs: fc.nat(90 * minuteMs),
    startMode: fc.constantFrom('linked', 'soft', 'hard'),
    startTodMs: fc.option(fc.integer({ min: tod(16), max: tod(23) })),
    lockEnd: fc.boolean(),
    endTodMs: fc.option(fc.integer({ min: tod(16), max: tod(23) })),
    delayMs: fc.integer({ min: -hourMs, max: hourMs }),
    skip: fc.boolean(),
    milestone: fc.boolean(),
  })
  .map((given) => cue(given as Partial<Cue>))

describe('the plan of any run of show', () => {
  it('RD40 holds each cue once, in order', () => {
    fc.assert(
      fc.property(fc.array(anyCue), (rows) => {
        const plan = planRundown(rows, open, show)
        expect(plan.cues.map(({ cueId }) => cueId)).toEqual(rows.map((row) => row.cue.id))
        for (const each of plan.cues) expect(each.endMs - each.startMs).toBe(each.durationMs)
      }),
    )
  })

  it('RD40 linked cues sum to the millisecond, through both switches too', () => {
    const nights = [startMs, Date.UTC(2027, 2, 28, 0), Date.UTC(2027, 9, 30, 23)]
    fc.assert(
      fc.property(
        fc.array(fc.nat(5 * hourMs)),
        fc.constantFrom(...nights),
        fc.constantFrom('Europe/Berlin', 'Europe/Lisbon', 'Australia/Lord_Howe', 'America/Havana'),
        (lengths, from, timeZone) => {
          const rows = lengths.map((durationMs) => cue({ durationMs }))
          const plan = planRundown(rows, open, { startMs: from, timeZone })
          expect(plan.endMs - plan.startMs).toBe(lengths.reduce((sum, each) => sum + each, 0))
        },
      ),
    )
  })

  it('RD41 hard starts stand on the wall, at most six hours before what precedes them', () => {
    fc.assert(
      fc.property(fc.array(anyCue), (rows) => {
        const plan = planRundown(rows, open, show)
        plan.cues.forEach((each, index) => {
          const { cue: given } = rows[index] ?? cue()
          if (each.kind !== 'cue' || given.startMode !== 'hard' || given.startTodMs === null) return
          expect(wallTime(show.timeZone, each.startMs).todMs).toBe(given.startTodMs)
          expect(each.gapMs).toBeGreaterThanOrEqual(-6 * hourMs)
        })
      }),
    )
  })

  it('RD42 delays change nothing of the plan, and nothing at all of a hard start without one', () => {
    fc.assert(
      fc.property(fc.array(anyCue), (rows) => {
        const still = rows.map((row) => ({ ...row, cue: { ...row.cue, delayMs: 0 } }))
        const delayed = planRundown(rows, open, show)
        const plan = planRundown(still, open, show)
        expect(delayed.cues.map((each) => [each.startMs, each.endMs])).toEqual(
          plan.cues.map((each) => [each.startMs, each.endMs]),
        )
        delayed.cues.forEach((each) => {
          if (each.startMode !== 'hard' || each.anchorMs === null || each.ownDelayMs !== 0) return
          expect(each.delayedStartMs).toBe(each.startMs)
        })
        for (const each of plan.cues) expect(each.delayedStartMs).toBe(each.startMs)
      }),
    )
  })

  it('RD43 back-timing from the planned end gives the plan again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(hourMs), { minLength: 1 }), (lengths) => {
        const rows = lengths.map((durationMs) => cue({ durationMs }))
        const { endMs } = planRundown(rows, open, show)
        const plan = planRundown(rows, { fixedEndMs: endMs }, show)
        expect(plan.cues.map((each) => each.backStartMs)).toEqual(
          plan.cues.map((each) => each.startMs),
        )
      }),
    )
  })

  it('RD40 looks at each row a fixed number of times', () => {
    const looks = (count: number): number => {
      let seen = 0
      const rows = Array.from(
        { length: count },
        () => new Proxy(cue(), { get: (row, key) => (seen++, Reflect.get(row, key)) }),
      )
      planRundown(rows, open, show)
      return seen
    }
    expect(looks(2_000)).toBe(2 * looks(1_000))
  })
})
