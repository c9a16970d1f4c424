import { noLookups, viewColumns } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import {
  emptyLayout,
  movedKey,
  parseLayout,
  shownColumns,
  startingKeys,
  widthOf,
} from './column-layout.ts'

const made = (id: string, department: 'host' | 'editor' | null) => ({
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
const columns = viewColumns(
  [made('all', null), made('mine', 'host'), made('cut', 'editor')],
  noLookups,
)
const keys = (chosen: readonly string[] = startingKeys(columns, 'host')) =>
  shownColumns(columns, chosen).map(({ key }) => key)

describe('the columns of a sheet', () => {
  it('VW15 begin with the usual ones, everybody’s and those of one’s own department', () => {
    expect(keys()).toEqual(expect.arrayContaining(['number', 'title', 'expect', 'all', 'mine']))
    expect(keys()).not.toContain('cut')
    expect(keys(startingKeys(columns, 'observer'))).toHaveLength(columns.length)
  })

  it('VW15 stand as chosen, number and title in front, what is gone left out', () => {
    expect(keys(['notes', 'gone', 'title', 'mine', 'notes'])).toEqual(['title', 'notes', 'mine'])
    expect(movedKey(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b'])
    expect(movedKey(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a'])
  })

  it('VW15 keep their width, and a broken memory costs nothing', () => {
    const [number] = columns
    const layout = parseLayout('{"keys":null,"widths":{"number":90}}')
    expect(number && widthOf(number, layout)).toBe(90)
    expect(parseLayout('{"keys":7}')).toEqual(emptyLayout)
    expect(parseLayout('{')).toEqual(emptyLayout)
  })
})
