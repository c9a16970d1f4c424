import { cueColumns, cueColumnByKey } from '../columns.ts'
import { cellKey, type Group } from '../columns.schema.ts'
import type { RundownRow } from '../order.ts'
import { writeCell, writeField } from './field-value.ts'
import { rowsOf, standingInOrder, type RundownContent } from './rundown-content.ts'
import type { Surroundings } from './surroundings.ts'
import type { Table } from './table.ts'
import { lengthText } from './time-value.ts'

/** One column of an export: `id`, a built-in one by its key, or one of the crew's by its id. */
export type ExportColumn = { key: string; title: string }

/** Everything that can be exported, in the order of the tables. */
export function exportColumns(content: Pick<RundownContent, 'columns'>): ExportColumn[] {
  return [
    { key: 'id', title: 'Id' },
    ...cueColumns.map(({ key, title }) => ({ key, title })),
    ...standingInOrder(content.columns).map(({ id, name }) => ({ key: id, title: name })),
  ]
}

/**
 * The run of show as a table: names in the first row, then heads of groups and cues in running order. An import
 * of all columns gives the same run of show back.
 * @param keys which columns, in the order of `exportColumns`; all of them when left out
 */
export function writeTable(
  content: RundownContent,
  show: Surroundings,
  keys?: readonly string[],
): Table {
  const columns = exportColumns(content).filter(({ key }) => keys?.includes(key) ?? true)
  const groupName = nameGroups(content)
  const rows = rowsOf(content).map((row) =>
    columns.map(({ key }) =>
      row.kind === 'group'
        ? groupCell(row.group, key)
        : cueCell(content, show, row, key, groupName),
    ),
  )
  return { name: 'Run of show', rows: [columns.map(({ title }) => title), ...rows] }
}

function groupCell(group: Group, key: string): string {
  switch (key) {
    case 'id':
      return group.id
    case 'type':
      return 'group'
    case 'title':
      return group.title
    case 'colour':
      return group.colour ?? ''
    case 'durationMs':
      return group.targetMs === null ? '' : lengthText(group.targetMs)
    default:
      return ''
  }
}

function cueCell(
  content: RundownContent,
  show: Surroundings,
  { cue, group }: RundownRow & { kind: 'cue' },
  key: string,
  groupName: (group: Group) => string,
): string {
  if (key === 'id') return cue.id
  if (key === 'groupId') return group ? groupName(group) : ''
  const field = cueColumnByKey(key)
  if (field && field.key !== 'id')
    return writeField({ ...field, key: field.key }, cue[field.key], show)
  const column = content.columns.find(({ id }) => id === key)
  return column ? writeCell(column, content.cells.get(cellKey(cue.id, key)) ?? null) : ''
}

/** A group's title where it is its own, else `#id`, which leads back to it. */
function nameGroups(content: RundownContent): (group: Group) => string {
  const titles = standingInOrder(content.groups).map((group) => group.title)
  return ({ id, title }) => {
    const own = title.trim() !== '' && titles.filter((each) => each === title).length === 1
    return own && !title.startsWith('#') ? title : `#${id}`
  }
}
