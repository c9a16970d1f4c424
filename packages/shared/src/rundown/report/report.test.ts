import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reportCsv } from './report-csv.ts'
import type { Baseline } from './report.schema.ts'
import { reportShow, type LoggedEvent } from './report.ts'

const second = 1_000
const baseline: Baseline = {
  atMs: 0,
  startMs: 0,
  endMs: 300 * second,
  cues: [
    planned('welcome', 0, 60),
    planned('flask', 60, 120),
    { ...planned('close', 180, 120), group: 'Block B' },
  ],
}

function planned(cueId: string, start: number, length: number): Baseline['cues'][number] {
  return {
    cueId,
    number: String(start),
    title: cueId,
    group: null,
    startMs: start * second,
    durationMs: length * second,
  }
}

const at = (seconds: number, type: string, data: Record<string, unknown> = {}): LoggedEvent => ({
  atMs: seconds * second,
  type,
  data,
})
const taken = (seconds: number, cueId: string, plannedS = 60): LoggedEvent =>
  at(seconds, 'cueTaken', { cueId, title: cueId, plannedMs: plannedS * second })

const evening = [
  at(0, 'showStarted'),
  taken(0, 'welcome'),
  taken(70, 'flask'),
  at(80, 'timeAdded', { deltaMs: 30 * second }),
  at(100, 'showHeld'),
  at(120, 'showResumed'),
  at(130, 'orderPaid', { cueId: 'flask', totalMinor: 2_400 }),
  at(140, 'orderPaid', { cueId: 'flask', totalMinor: 4_800 }),
  taken(250, 'extra', 20),
]

describe('report', () => {
  it('RD80 each cue shows its plan beside how it ran, holds left out', () => {
    const { lines } = reportShow(baseline, [...evening, at(280, 'showEnded')], 999_999)
    expect(lines.map((line) => line.cueId)).toEqual(['welcome', 'flask', 'extra', 'close'])
    expect(lines[0]).toMatchObject({ actualMs: 70_000, overMs: 10_000, lateMs: 0 })
    expect(lines[1]).toMatchObject({
      actualStartMs: 70_000,
      lateMs: 10_000,
      heldMs: 20_000,
      addedMs: 30_000,
      actualMs: 160_000,
      overMs: 40_000,
    })
  })

  it('RD81 a cue that came in live has no planned start, one never taken no actual one', () => {
    const { lines } = reportShow(baseline, [...evening, at(280, 'showEnded')], 0)
    expect(lines[2]).toMatchObject({ plannedStartMs: null, plannedMs: 20_000, overMs: 10_000 })
    expect(lines[3]).toMatchObject({ group: 'Block B', actualStartMs: null, actualMs: null })
  })

  it('RD82 sales stand with the cue that was on air when the buyer pressed', () => {
    const report = reportShow(baseline, evening, 260_000)
    expect(report.lines[1]).toMatchObject({ orders: 2, grossMinor: 7_200 })
    const alone = [...evening, at(255, 'orderPaid', { cueId: null, totalMinor: 100 })]
    expect(reportShow(baseline, alone, 260_000)).toMatchObject({ orders: 3, grossMinor: 7_300 })
  })

  it('RD83 while the show runs the cue on air is measured until now, and nothing is over yet', () => {
    const report = reportShow(baseline, evening, 262_000)
    expect(report).toMatchObject({ state: 'running', actualEndMs: null, overMs: null })
    expect(report.lines[2]).toMatchObject({ actualMs: 12_000, actualEndMs: null, overMs: null })
    expect(reportShow(null, [], 5)).toMatchObject({ state: 'not-started', lines: [] })
  })

  it('RD84 time on air and on hold add up to the length of the show', () => {
    const step = fc.record({
      gap: fc.integer({ min: 0, max: 90 }),
      what: fc.constantFrom('welcome', 'flask', 'close', 'showHeld', 'showResumed'),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let now = 0
        let held = false
        const log = [at(0, 'showStarted'), taken(0, 'welcome')]
        for (const { gap, what } of steps) {
          now += gap
          if (what === 'showHeld' || what === 'showResumed') {
            if (held !== (what === 'showResumed')) continue
            held = !held
            log.push(at(now, what))
          } else {
            held = false
            log.push(taken(now, what))
          }
        }
        const report = reportShow(baseline, [...log, at(now, 'showEnded')], 0)
        const sum = report.lines.reduce((all, line) => all + (line.actualMs ?? 0) + line.heldMs, 0)
        expect(sum).toBe(now * second)
      }),
    )
  })

  it('RD85 the CSV has a line for each, quotes what needs it and disarms formulas', () => {
    const log = [
      at(0, 'showStarted'),
      at(0, 'cueTaken', { ...taken(0, 'x').data, title: '=1+1, "x"' }),
    ]
    const csv = reportCsv(reportShow(baseline, log, 5_000), {
      currency: 'EUR',
      clock: (atMs) => `t${atMs / second}`,
    })
    const lines = csv.trimEnd().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[1]).toBe(`,"'=1+1, ""x""",,,t0,,60,5,,0,0,0,0.00`)
    expect(lines[4]).toContain('close,Block B,t180')
  })
})
