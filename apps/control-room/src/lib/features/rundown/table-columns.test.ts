import { columnSchema, noLookups } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import { shownColumns, tableColumns } from './table-columns.ts'

const graphics = columnSchema.parse({
  id: 'gfx',
  order: 'a0',
  name: 'Graphics',
  type: 'select',
  options: [],
  writers: [],
  department: 'editor',
  deletedAt: null,
  createdAt: 0,
})
const all = tableColumns([graphics], noLookups)
const keys = (...given: [readonly string[] | null, 'host' | 'editor', boolean?]) =>
  shownColumns(all, given[0], given[1], given[2] ?? false).map((column) => column.key)

describe('the columns of the table', () => {
  it('UI10 each role sees the usual ones and those of its department', () => {
    expect(keys(null, 'host')).toEqual(['title', 'durationMs', 'sourceId', 'plan', 'expect'])
    expect(keys(null, 'editor')).toEqual([...keys(null, 'host'), 'gfx'])
  })

  it('UI10 a narrow table leaves out what needs room, unless it was chosen', () => {
    expect(keys(null, 'host', true)).toEqual(['title', 'durationMs', 'expect'])
    expect(keys(['plan'], 'host', true)).toEqual(['title', 'plan'])
  })

  it('UI10 the title comes first, what is no longer there is left out', () => {
    expect(keys(['gone', 'gfx', 'title'], 'host')).toEqual(['title', 'gfx'])
  })

  it('UI10 only what may be empty can be emptied', () => {
    const optional = (key: string) => all.find((column) => column.key === key)?.optional
    expect([optional('durationMs'), optional('startMode'), optional('type')]).toEqual([
      false,
      false,
      false,
    ])
    expect([optional('sourceId'), optional('productId'), optional('gfx')]).toEqual([
      true,
      true,
      true,
    ])
  })
})
