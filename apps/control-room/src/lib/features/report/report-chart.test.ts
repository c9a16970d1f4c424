import { reportShow, type Baseline } from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import { reportChart } from './report-chart.ts'

const minute = 60_000
const baseline: Baseline = {
  atMs: 0,
  startMs: 0,
  endMs: 10 * minute,
  cues: ['a', 'b'].map((cueId, index) => ({
    cueId,
    number: String(index + 1),
    title: cueId,
    group: null,
    startMs: index * 5 * minute,
    durationMs: 5 * minute,
  })),
}
const taken = (atMs: number, cueId: string) => ({
  atMs,
  type: 'cueTaken',
  data: { cueId, title: cueId, plannedMs: 5 * minute },
})

it('RD80 plan and show are drawn on one scale; a cue taken twice was planned once', () => {
  const log = [taken(0, 'a'), taken(8 * minute, 'b'), taken(10 * minute, 'a')]
  const report = reportShow(
    baseline,
    [...log, { atMs: 20 * minute, type: 'showEnded', data: {} }],
    0,
  )
  const chart = reportChart(report)
  expect(chart).toMatchObject({ fromMs: 0, toMs: 20 * minute })
  expect(chart?.planned.map(({ from, width }) => [from, width])).toEqual([
    [0, 0.25],
    [0.25, 0.25],
  ])
  expect(chart?.actual.map(({ cueId, from, tone }) => [cueId, from, tone])).toEqual([
    ['a', 0, 'over'],
    ['b', 0.4, 'under'],
    ['a', 0.5, 'over'],
  ])
  expect(new Set(chart?.actual.map((bar) => bar.key)).size).toBe(3)
  expect(chart?.gridMs).toEqual([0, 5, 10, 15, 20].map((at) => at * minute))
})

it('RD83 without plan and takes there is nothing to draw', () => {
  expect(reportChart(reportShow(null, [], 0))).toBeNull()
})
