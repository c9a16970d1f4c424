import {
  cueOfView,
  idleClock,
  newCueCard,
  noLookups,
  rundownOrder,
  viewColumns,
  type ClockState,
} from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import { cardColumns, flagText, nextFlag, operatorKeys } from './operator-view.ts'

const column = (id: string, department: 'editor' | null) => ({
  id,
  order: 'a0',
  name: id,
  type: 'text' as const,
  options: [],
  writers: [],
  department,
  deletedAt: null,
  createdAt: 0,
})
const cue = (id: string, order: string, fields: { flag?: boolean; skip?: boolean }) => ({
  ...cueOfView({
    id,
    order,
    groupId: null,
    skip: fields.skip ?? false,
    milestone: false,
    values: { title: `Cue ${id}` },
  }),
  flag: fields.flag ?? false,
})
const rows = rundownOrder(
  [
    cue('a', 'a0', { flag: true }),
    cue('b', 'a1', {}),
    cue('c', 'a2', { flag: true, skip: true }),
    cue('d', 'a3', { flag: true }),
  ],
  [],
)
const onAir = (id: string): ClockState => ({
  ...idleClock,
  phase: 'running',
  cue: newCueCard({ id, title: id, type: 'segment', durationMs: 1 }),
})

describe('the operator’s view', () => {
  it('VW17 begins with the columns of the department, else with what the role works with', () => {
    const columns = viewColumns([column('cut', 'editor'), column('all', null)], noLookups)
    expect(operatorKeys(columns, 'editor')).toEqual(['cut'])
    expect(operatorKeys(columns, 'finance')).toEqual(['productId', 'priceMinor', 'notes'])
    expect(cardColumns(columns).map(({ key }) => key)).not.toContain('title')
  })

  it('VW18 tells the next flag ahead of what is on air, skipped cues passed over', () => {
    const at = (id: string) => (id === 'd' ? 460_000 : null)
    const flag = nextFlag(rows, onAir('a'), 200_000, at)
    expect(flag && flagText(flag)).toBe('Next flag in 4:20: 4 Cue d')
    expect(nextFlag(rows, idleClock, 0, at)?.cue.id).toBe('a')
    expect(nextFlag(rows, onAir('d'), 0, at)).toBeNull()
    expect(nextFlag(rows, { ...onAir('a'), phase: 'ended' }, 0, at)).toBeNull()
  })

  it('VW18 names the flag without a time for whom the times are not for', () => {
    const flag = nextFlag(rows, onAir('b'), 0, () => null)
    expect(flag && flagText(flag)).toBe('Next flag: 4 Cue d')
  })
})
