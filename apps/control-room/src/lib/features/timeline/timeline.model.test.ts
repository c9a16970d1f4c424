import type { OrderTick } from '@stallcast/shared/commerce'
import type { ShowEvent } from '@stallcast/shared/protocol'
import {
  cueSchema,
  idleClock,
  newCueFields,
  expectRundown,
  newCueCard,
  planRundown,
  type ClockState,
  type Cue,
} from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import {
  cueSpans,
  gridTimes,
  placeOf,
  revenueCurve,
  takeSpans,
  timelineRange,
} from './timeline.model.ts'

let seq = 0
const event = (type: string, atMs: number, data: Record<string, unknown>): ShowEvent => ({
  showId: 's',
  seq: ++seq,
  atMs,
  domain: 'clock',
  type,
  actor: { sessionId: null, role: null, name: 'x' },
  data,
})
const cue = (id: string, durationMs: number): Cue =>
  cueSchema.parse({
    id,
    title: id,
    notes: '',
    script: '',
    ...newCueFields({ order: `a${id}`, createdAt: 0, durationMs }),
  })
const cues = [cue('a', 60_000), cue('b', 60_000), cue('c', 60_000)]
const taken = (id: string, atMs: number) => event('cueTaken', atMs, { cueId: id, title: id })
const onAir = (id: string, atMs: number, next: string): ClockState => ({
  ...idleClock,
  phase: 'running',
  cue: newCueCard({ id, title: id, type: 'segment', durationMs: 60_000 }),
  next: newCueCard({ id: next, title: next, type: 'segment', durationMs: 60_000 }),
  cueTakenAtMs: atMs,
  showStartedAtMs: 0,
})
const plan = planRundown(
  cues.map((each, index) => ({ kind: 'cue', cue: each, group: null, index })),
  { fixedEndMs: null },
  { startMs: 0, timeZone: 'UTC' },
)
const expected = (clock: ClockState, nowMs: number) => expectRundown(plan, clock, nowMs)

describe('cues on the timeline', () => {
  it('TL1 stand where they ran, then where they are expected', () => {
    const clock = onAir('b', 50_000, 'c')
    const spans = cueSpans(
      [taken('a', 0), taken('b', 50_000)],
      clock,
      expected(clock, 70_000),
      cues,
      70_000,
    )
    expect(spans.map(({ cueId, fromMs, toMs, phase }) => [cueId, fromMs, toMs, phase])).toEqual([
      ['a', 0, 50_000, 'done'],
      ['b', 50_000, 110_000, 'on-air'],
      ['c', 110_000, 170_000, 'next'],
    ])
  })

  it('TL2 a cue that runs over grows with the clock', () => {
    const clock = onAir('b', 0, 'c')
    const spans = cueSpans([taken('b', 0)], clock, expected(clock, 90_000), cues, 90_000)
    expect(spans.find((span) => span.cueId === 'b')?.toMs).toBe(90_000)
  })

  it('TL3 after the end only what ran is shown', () => {
    const clock: ClockState = {
      ...onAir('a', 0, 'b'),
      phase: 'ended',
      next: null,
      showEndedAtMs: 30_000,
    }
    const spans = cueSpans(
      [taken('a', 0), event('showEnded', 30_000, { cueId: 'a' })],
      clock,
      expected(clock, 99_000),
      cues,
      99_000,
    )
    expect(spans.map(({ cueId, toMs, phase }) => [cueId, toMs, phase])).toEqual([
      ['a', 30_000, 'done'],
    ])
  })
})

describe('takes on the timeline', () => {
  it('TL4 show what viewers saw, the slate included', () => {
    const spans = takeSpans(
      [
        event('sourceTaken', 10, { sourceId: 'cam1', label: '', fromSourceId: 'slate' }),
        event('sourceLost', 20, { sourceId: 'cam1', label: '' }),
        event('slateShown', 20, { insteadOfSourceId: 'cam1' }),
        event('sourceReturned', 25, { sourceId: 'cam2', label: '' }),
        event('sourceReturned', 30, { sourceId: 'cam1', label: '' }),
        event('sourceTaken', 40, { sourceId: 'cam2', label: '', fromSourceId: 'cam1' }),
      ],
      50,
    )
    expect(spans.map(({ sourceId, fromMs, toMs }) => [sourceId, fromMs, toMs])).toEqual([
      ['cam1', 10, 20],
      ['slate', 20, 30],
      ['cam1', 30, 40],
      ['cam2', 40, 50],
    ])
  })

  it('TL5 a take of the slate itself is one span, not two', () => {
    const spans = takeSpans(
      [
        event('sourceTaken', 10, { sourceId: 'slate', label: '', fromSourceId: 'cam1' }),
        event('slateShown', 10, { insteadOfSourceId: null }),
      ],
      20,
    )
    expect(spans).toHaveLength(1)
  })
})

describe('the clock of the timeline', () => {
  it('TL6 holds the plan, what is expected and now', () => {
    const clock = onAir('a', 0, 'b')
    const late = 30 * 60_000
    const range = timelineRange(clock, plan, expected(clock, late), late)
    expect(placeOf(0, range)).toBeGreaterThan(0)
    expect(placeOf(late, range)).toBeLessThan(1)
  })

  it('TL7 has round times as its grid', () => {
    const times = gridTimes({ fromMs: 61_000, toMs: 61_000 + 3_600_000 })
    expect(times.length).toBeGreaterThanOrEqual(8)
    expect(times.length).toBeLessThanOrEqual(16)
    expect(times.every((at) => at % 300_000 === 0)).toBe(true)
  })

  it('TL8 adds revenue up to the cent, and draws nothing of the future', () => {
    const order = (paidAtMs: number, totalMinor: number) => ({ paidAtMs, totalMinor }) as OrderTick
    const range = { fromMs: 0, toMs: 1_000 }
    const points = revenueCurve([order(50, 100), order(55, 250), order(480, 7)], range, 500, 10)
    expect(points).toHaveLength(5)
    expect(points.map((point) => point.perBinMinor)).toEqual([350, 0, 0, 0, 7])
    expect(points.at(-1)).toEqual({ atMs: 500, perBinMinor: 7, totalMinor: 357 })
  })
})
