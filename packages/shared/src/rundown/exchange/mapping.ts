import { cueColumns } from '../columns.ts'
import { columnTypeSchema, type Column, type ColumnType } from '../columns.schema.ts'
import { cellText, isBlank, type Table } from './table.ts'

/**
 * Where a column of a file goes: `id`, a built-in column (`field:title`), a column of the crew's (`column:{id}`),
 * a new one (`new:text`), or nowhere.
 */
export type MappingTarget =
  'ignore' | 'id' | `field:${string}` | `column:${string}` | `new:${ColumnType}`

export type ColumnMapping = {
  /** Place in the table, from 0. */
  index: number
  header: string
  target: MappingTarget
}

export type TableMapping = {
  /** Place of the row with the names of the columns, from 0; -1: there is none. */
  headerRow: number
  columns: readonly ColumnMapping[]
}

/** Other names that people and other tools give to the built-in columns, in plain letters. */
const headerNames: Readonly<Record<string, readonly string[]>> = {
  number: ['nr', 'no', 'num', 'cue', 'cueno', 'cuenumber', 'cuenr', 'page', 'item', 'pos'],
  title: ['name', 'segment', 'cuetitle', 'what', 'event', 'topic', 'story', 'slug', 'headline'],
  type: ['kind', 'cuetype', 'row'],
  groupId: ['block', 'section', 'act', 'part', 'groupname'],
  startMode: ['linkstart', 'linked', 'startmode'],
  startTodMs: ['timestart', 'starttime', 'start', 'begin', 'from', 'time', 'at', 'in'],
  durationMs: ['duration', 'dur', 'len', 'runtime', 'trt', 'est', 'estimated', 'planned'],
  endTodMs: ['timeend', 'endtime', 'finish', 'until', 'to', 'out'],
  lockEnd: ['lockend', 'endlocked'],
  delayMs: ['delay', 'shift'],
  autoFollow: ['endaction', 'autofollow', 'follow', 'auto', 'next'],
  timerType: ['timertype', 'timer', 'countdown'],
  warnMs: ['warningtime', 'timewarning', 'warning', 'warn'],
  dangerMs: ['dangertime', 'timedanger', 'danger'],
  sourceId: ['source', 'camera', 'cam', 'shot', 'picture', 'video'],
  layout: ['scene', 'frame'],
  mediaId: ['mediafile', 'file', 'asset'],
  productId: ['product', 'sku', 'article', 'goods'],
  priceMinor: ['price', 'saleprice', 'offerprice', 'amount'],
  quantity: ['quantity', 'qty', 'units', 'stock', 'pieces'],
  colour: ['colour', 'color'],
  flag: ['flag', 'flagged', 'important'],
  skip: ['skip', 'skipped', 'float', 'floated'],
  milestone: ['milestone'],
  announced: ['announced', 'public'],
  notes: ['note', 'notes', 'comment', 'comments', 'remark', 'remarks', 'description', 'details'],
  script: ['script', 'text', 'prompter', 'teleprompter', 'copy', 'lines'],
}

const byTitle = new Map<string, string>(
  cueColumns.flatMap(({ key, title }) => [title, key].map((name) => [plain(name), key] as const)),
)
const byOtherName = new Map<string, string>(
  Object.entries(headerNames).flatMap(([key, names]) => names.map((name) => [name, key] as const)),
)

/** Letters and digits only, in lower case. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

const rowsLookedAt = 30

/** Guesses the row of names and where each column goes. Names that nobody knows are left out. */
export function guessMapping(table: Table, columns: readonly Column[]): TableMapping {
  const known = (row: Table['rows'][number]): number =>
    row.filter((cell) => typeof cell === 'string' && candidates(cell.trim(), columns).length > 0)
      .length
  const scores = table.rows.slice(0, rowsLookedAt).map(known)
  const best = Math.max(0, ...scores)
  return mappingWithHeader(table, best === 0 ? -1 : scores.indexOf(best), columns)
}

/** The mapping when it is known which row holds the names (-1: none does). */
export function mappingWithHeader(
  table: Table,
  headerRow: number,
  columns: readonly Column[],
): TableMapping {
  const width = Math.max(0, ...table.rows.map((row) => row.length))
  const taken = new Set<MappingTarget>()
  const mapped = Array.from({ length: width }, (_, index): ColumnMapping => {
    const header = headerRow < 0 ? '' : cellText(table.rows[headerRow]?.[index]).trim()
    // Two columns cannot fill one field: the first keeps it.
    const target = candidates(header, columns).find((each) => !taken.has(each)) ?? 'ignore'
    if (target !== 'ignore') taken.add(target)
    return { index, header, target }
  })
  return { headerRow, columns: mapped }
}

/** What a header may mean, the likeliest first. */
function candidates(header: string, columns: readonly Column[]): MappingTarget[] {
  if (header === '') return []
  const name = plain(header)
  const own = [
    ...columns.filter((column) => column.name === header),
    ...columns.filter((column) => name !== '' && plain(column.name) === name),
  ]
  const field = byTitle.get(name)
  const otherwise = byOtherName.get(name)
  return [
    ...(name === 'id' ? (['id'] as const) : []),
    ...(field === undefined ? [] : [`field:${field}` as const]),
    ...own.map(({ id }) => `column:${id}` as const),
    ...(otherwise === undefined ? [] : [`field:${otherwise}` as const]),
  ]
}

/** Makes columns of what would be left out, where there is something to take in. */
export function withNewColumns(table: Table, mapping: TableMapping): TableMapping {
  const filled = (index: number): boolean =>
    table.rows.some((row, at) => at > mapping.headerRow && !isBlank(row[index]))
  return {
    ...mapping,
    columns: mapping.columns.map((column) =>
      column.target === 'ignore' && column.header !== '' && filled(column.index)
        ? { ...column, target: 'new:text' }
        : column,
    ),
  }
}

/** Parses what a `<select>` says. */
export function newColumnType(target: MappingTarget): ColumnType | null {
  return columnTypeSchema.safeParse(/^new:(.*)$/.exec(target)?.[1]).data ?? null
}

export function targetKey(target: MappingTarget): string {
  return target.slice(target.indexOf(':') + 1)
}
