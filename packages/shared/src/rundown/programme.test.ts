import { expect, it } from 'vitest'
import { idleClock, type ClockState } from './clock.schema.ts'
import { cueSchema, newCueFields, type Cue } from './document.schema.ts'
import { rundownOrder } from './order.ts'
import { programmeOf } from './programme.ts'
import { cueCards, expectRundown, planRundown } from './timing/index.ts'
import { settingsSchema } from './views.schema.ts'

const minute = 60_000
const cue = (id: string, given: Partial<Cue> = {}): Cue =>
  cueSchema.parse({
    id,
    title: `Title ${id}`,
    notes: 'secret',
    script: 'secret',
    ...newCueFields({ order: `a${id}`, createdAt: 0, durationMs: 5 * minute, ...given }),
  })
const rows = rundownOrder(
  [
    cue('1', { announced: true }),
    cue('2'),
    cue('3', { announced: true }),
    cue('4', { announced: true, skip: true }),
  ],
  [],
)
const settings = settingsSchema.parse({})
const plan = planRundown(rows, settings, { startMs: 0, timeZone: 'UTC' })
const programme = (clock: ClockState, now: number) =>
  programmeOf(rows, plan, expectRundown(plan, clock, now), clock)
const [first = null, second = null] = cueCards(rows, plan, settings)
const onAir = (over: Partial<ClockState>): ClockState => ({
  ...idleClock,
  phase: 'running',
  cue: first,
  next: second,
  cueTakenAtMs: 0,
  showStartedAtMs: 0,
  ...over,
})

it('VW35 the public is told of announced cues, their titles and times, and nothing else', () => {
  const told = programme(idleClock, -minute)
  expect(told.entries.map(({ cueId, startMs }) => [cueId, startMs / minute])).toEqual([
    ['1', 0],
    ['3', 10],
  ])
  expect(JSON.stringify(told)).not.toContain('secret')
  expect(told.phase).toBe('before')
})

it('VW35 a show that runs late moves what is ahead, to the minute', () => {
  const late = programme(onAir({}), 8 * minute + 20_000)
  expect(late.entries.map(({ state, startMs }) => [state, startMs / minute])).toEqual([
    ['on-air', 0],
    ['ahead', 13],
  ])
  expect(programme(onAir({}), 8 * minute + 21_000)).toEqual(late)
})

it('VW35 what is behind and a show that has ended are done', () => {
  const later = onAir({ cue: second, cueTakenAtMs: 5 * minute })
  expect(programme(later, 6 * minute).entries[0]?.state).toBe('done')
  const ended = programme(onAir({ phase: 'ended', showEndedAtMs: 9 * minute }), 10 * minute)
  expect(ended.entries.every(({ state }) => state === 'done')).toBe(true)
  expect(ended.endMs).toBe(9 * minute)
})
