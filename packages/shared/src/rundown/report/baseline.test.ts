import { expect, it } from 'vitest'
import { cueSchema, newCueFields, type Cue } from '../document.schema.ts'
import { rundownOrder } from '../order.ts'
import { settingsSchema } from '../views.schema.ts'
import { baselineOf } from './baseline.ts'

const minute = 60_000
const cue = (id: string, given: Partial<Cue> = {}): Cue =>
  cueSchema.parse({
    id,
    title: id,
    notes: '',
    script: '',
    ...newCueFields({ order: `a${id}`, createdAt: 0, durationMs: 5 * minute, ...given }),
  })
const rows = rundownOrder(
  [cue('1'), cue('2', { skip: true }), cue('3', { number: '3b' }), cue('4', { milestone: true })],
  [],
)
const show = { startMs: 1_000 * minute, timeZone: 'UTC' }
const settings = settingsSchema.parse({})

it('RD86 the plan begins at the planned start; what takes no time is left out', () => {
  const baseline = baselineOf(rows, settings, show, 1_003 * minute)
  expect(baseline).toMatchObject({ startMs: 1_000 * minute, endMs: 1_010 * minute })
  expect(baseline.cues.map(({ number, startMs }) => [number, startMs / minute])).toEqual([
    ['1', 1_000],
    ['3b', 1_005],
  ])
})

it('RD86 a show that was put off begins its plan with the first GO', () => {
  expect(baselineOf(rows, settings, show, 9_000 * minute)).toMatchObject({
    startMs: 9_000 * minute,
    endMs: 9_010 * minute,
  })
})
