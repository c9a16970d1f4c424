import { cueSchema, newCueFields, rundownOrder, type Cue } from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import { comingCues, untilText } from './coming.ts'

const cue = (id: string, given: Partial<Cue> = {}): Cue =>
  cueSchema.parse({
    id,
    title: id,
    notes: '',
    script: '',
    ...newCueFields({ order: `a${id}`, createdAt: 0, ...given }),
  })
const rows = rundownOrder(
  [cue('1'), cue('2', { skip: true }), cue('3', { number: '3b' }), cue('4')],
  [],
)
const show = (onAirId: string | null, nextId: string | null, ended = false) =>
  comingCues(rows, { onAirId, nextId, ended }, null).map(
    ({ number, state }) => `${number} ${state}`,
  )

it('VW37 backstage sees what is on and what comes, not what is skipped or over', () => {
  expect(show(null, '1')).toEqual(['1 next', '3b later', '4 later'])
  expect(show('3', '4')).toEqual(['3b on-air', '4 next'])
  expect(show('4', null, true)).toEqual([])
})

it('VW37 the nearer a moment, the finer it is told', () => {
  expect(untilText(45_000, 0)).toBe('in 0:45')
  expect(untilText(599_000, 0)).toBe('in 9:59')
  expect(untilText(25 * 60_000, 0)).toBe('in 25 min')
  expect(untilText(150 * 60_000, 0)).toBe('in 2 h 30 min')
  expect(untilText(0, 1)).toBe('now')
})
