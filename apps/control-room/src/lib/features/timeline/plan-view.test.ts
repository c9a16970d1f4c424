import {
  cueCards,
  cueSchema,
  expectRundown,
  idleClock,
  newCueFields,
  planRundown,
  rundownOrder,
  settingsSchema,
  type Cue,
} from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import { planView } from './plan-view.ts'

const minute = 60_000
const cue = (id: string, given: Partial<Cue> = {}): Cue =>
  cueSchema.parse({
    id,
    title: id,
    notes: '',
    script: '',
    ...newCueFields({ order: `a${id}`, createdAt: 0, durationMs: 5 * minute, ...given }),
  })
const settings = settingsSchema.parse({})
const rows = rundownOrder([cue('1'), cue('2', { skip: true }), cue('3'), cue('4')], [])
const plan = planRundown(rows, settings, { startMs: 0, timeZone: 'UTC' })

it('VW38 plan and expectation lie on one scale; skipped cues are left out', () => {
  const [, second = null, third = null] = cueCards(rows, plan, settings)
  const clock = {
    ...idleClock,
    phase: 'running' as const,
    cue: second,
    next: third,
    cueTakenAtMs: 7 * minute,
    showStartedAtMs: 0,
  }
  const view = planView(rows, plan, expectRundown(plan, clock, 8 * minute), {
    onAirId: '3',
    nextId: '4',
  })
  expect(view?.bars.map(({ number, state }) => `${number} ${state}`)).toEqual([
    '1 past',
    '3 on-air',
    '4 next',
  ])
  expect(view?.bars[1]?.expected).toEqual({ fromMs: 7 * minute, toMs: 12 * minute })
  expect(view).toMatchObject({ fromMs: 0, toMs: 17 * minute })
  expect(
    planView([], plan, expectRundown(plan, clock, 0), { onAirId: null, nextId: null }),
  ).toBeNull()
})
