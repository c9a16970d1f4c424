import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellValue } from './columns.schema.ts'
import { cueColumns } from './columns.ts'
import { cueFieldDefaults } from './document.schema.ts'
import { noLookups, timeColumnKeys, viewColumns } from './views.columns.ts'
import { cueOfView, patchedCue, patchOf, projectCue, timingFields } from './views.projection.ts'

const custom = ['lights', 'sound'].map((id, index) => ({
  id,
  order: `a${index}`,
  name: id,
  type: 'text' as const,
  options: [],
  writers: [],
  department: null,
  deletedAt: null,
  createdAt: 0,
}))
const all = viewColumns(custom, noLookups)
const keys = all.map(({ key }) => key)
const pick = (granted: readonly string[]) => all.filter(({ key }) => granted.includes(key))

/** A cue whose every field says which it is, so that a leak can be seen. */
const secretive = {
  field: (key: string): unknown =>
    key === 'groupId' ? null : key === 'order' ? 'a0' : `secret of ${key}`,
  cell: (columnId: string): CellValue => `secret of ${columnId}`,
}

describe('what a link shows of a cue', () => {
  it('VW5 lets through the granted columns and nothing else, whichever they are', () => {
    fc.assert(
      fc.property(fc.subarray(keys), (granted) => {
        const wire = JSON.stringify(projectCue('c', secretive, pick(granted)))
        const times = granted.some((key) => (timeColumnKeys as readonly string[]).includes(key))
        for (const key of keys) {
          const may =
            granted.includes(key) || (times && (timingFields as readonly string[]).includes(key))
          if (!may) expect(wire).not.toContain(`secret of ${key}"`)
        }
      }),
    )
  })

  it('VW14 tells the lengths and starts to whom a time column is granted, and to nobody else', () => {
    expect(projectCue('c', secretive, pick(['title', 'plan'])).timing).toMatchObject({
      durationMs: 'secret of durationMs',
      startMode: 'secret of startMode',
    })
    expect(projectCue('c', secretive, pick(['title', 'durationMs'])).timing).toBeUndefined()
  })

  it('VW5 knows each built-in column of the run of show', () => {
    expect(keys.filter((key) => cueColumns.some((column) => column.key === key))).toHaveLength(
      cueColumns.length,
    )
  })

  it('VW7 sends what changed, and whoever applies it has the new state', () => {
    const value = fc.option(fc.constantFrom<CellValue>('a', 'b', 1, true), { nil: null })
    const cue = fc.record({
      title: value,
      notes: value,
      flag: fc.constantFrom<CellValue>(true, false),
      lights: value,
      skip: fc.boolean(),
      groupId: fc.option(fc.constantFrom('g', 'h'), { nil: null }),
      durationMs: fc.nat(9),
    })
    const read = (of: Record<string, unknown>) =>
      projectCue(
        'c',
        {
          field: (key) => of[key] ?? (cueFieldDefaults as Record<string, unknown>)[key] ?? 'a0',
          cell: (columnId) => (of[columnId] ?? null) as CellValue,
        },
        pick(['title', 'notes', 'flag', 'lights', 'plan']),
      )
    fc.assert(
      fc.property(cue, cue, (before, after) => {
        const [one, two] = [read(before), read(after)]
        const patch = patchOf(one, two)
        expect(patch ? patchedCue(one, patch) : one).toEqual(two)
        expect(patchedCue(undefined, patchOf(undefined, two) ?? { id: 'c' })).toEqual(two)
        expect(patchOf(two, two)).toBeNull()
      }),
    )
  })

  it('VW7 sends one cell when one cell has changed', () => {
    const read = (notes: string) =>
      projectCue(
        'c',
        { field: (key) => (key === 'notes' ? notes : null), cell: () => null },
        pick(['title', 'notes']),
      )
    expect(patchOf(read('one'), read('two'))).toEqual({ id: 'c', values: { notes: 'two' } })
    expect(patchOf(read('one'), read(''))).toEqual({ id: 'c', values: { notes: null } })
  })

  it('VW6 is a whole cue again on the screen, with defaults where nothing was granted', () => {
    const cue = cueOfView(projectCue('c', secretive, pick(['notes', 'lights'])))
    expect(cue).toMatchObject({ id: 'c', notes: 'secret of notes', title: '', durationMs: 0 })
    expect(cue).not.toHaveProperty('lights')
  })
})
