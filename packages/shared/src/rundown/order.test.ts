import { expect, it } from 'vitest'
import type { Group } from './columns.schema.ts'
import { cueSchema, newCueFields, type Cue } from './document.schema.ts'
import { rundownOrder } from './order.ts'

const cue = (id: string, order: string, groupId: string | null = null): Cue =>
  cueSchema.parse({
    id,
    title: id,
    notes: '',
    script: '',
    ...newCueFields({ order, createdAt: 1, groupId }),
  })

const group = (id: string, order: string, deletedAt: number | null = null): Group => ({
  id,
  order,
  title: id,
  colour: null,
  targetMs: null,
  deletedAt,
  createdAt: 1,
})

const names = (cues: Cue[], groups: Group[]): string[] =>
  rundownOrder(cues, groups).map((row) =>
    row.kind === 'group' ? `[${row.group.id} ${row.cueCount}]` : `${row.index}${row.cue.id}`,
  )

it('RD30 a group stands by its own order and brings its cues along', () => {
  const cues = [cue('a', 'a1'), cue('b', 'a5', 'g'), cue('c', 'a0', 'g'), cue('d', 'a3')]
  expect(names(cues, [group('g', 'a2')])).toEqual(['0a', '[g 2]', '1c', '2b', '3d'])
})

it('RD30 a cue whose group is gone stands alone, by its own order', () => {
  const cues = [cue('a', 'a1'), cue('b', 'a0', 'g'), cue('c', 'a2', 'nowhere')]
  expect(names(cues, [group('g', 'a9', 5)])).toEqual(['0b', '1a', '2c'])
})

it('RD30 cues with the same key go by id, deleted ones are left out', () => {
  const gone = { ...cue('x', 'a0'), deletedAt: 3 }
  expect(names([cue('b', 'a1'), cue('a', 'a1'), gone], [])).toEqual(['0a', '1b'])
})
