import type { Role } from '@stallcast/shared/crew'
import type { ViewColumn, ViewColumnKind } from '@stallcast/shared/rundown'
import { z } from 'zod'

/** Which columns a sheet shows, in which order and how wide; kept on the device. */
export type ColumnLayout = {
  /** Null: what the seat begins with. */
  keys: readonly string[] | null
  widths: Readonly<Record<string, number>>
}

const layoutSchema = z.object({
  keys: z.array(z.string()).max(200).nullable(),
  widths: z.record(z.string(), z.number().min(40).max(1_200)),
})

export const emptyLayout: ColumnLayout = { keys: null, widths: {} }

export function parseLayout(text: string | null): ColumnLayout {
  if (text === null) return emptyLayout
  try {
    return layoutSchema.safeParse(JSON.parse(text)).data ?? emptyLayout
  } catch {
    return emptyLayout
  }
}

/** Stand still at the left edge while the rest scrolls. */
export const frozenKeys = ['number', 'title'] as const

const firstColumns = ['number', 'title', 'durationMs', 'plan', 'expect', 'sourceId', 'notes']

/** What a seat begins with: an observer sees all that was granted, the crew the usual and its own columns. */
export function startingKeys(columns: readonly ViewColumn[], role: Role): string[] {
  if (role === 'observer') return columns.map(({ key }) => key)
  return columns
    .filter(({ key, custom, department }) =>
      custom ? department === null || department === role : firstColumns.includes(key),
    )
    .map(({ key }) => key)
}

/** The columns on show: those chosen that are (still) there, the frozen ones first. */
export function shownColumns(
  columns: readonly ViewColumn[],
  keys: readonly string[],
): ViewColumn[] {
  const byKey = new Map(columns.map((column) => [column.key, column]))
  const frozen = frozenKeys.filter((key) => keys.includes(key))
  const rest = keys.filter((key) => !(frozenKeys as readonly string[]).includes(key))
  return [...new Set([...frozen, ...rest])].flatMap((key) => byKey.get(key) ?? [])
}

/** @param index the place among the shown columns that it has afterwards */
export function movedKey(keys: readonly string[], key: string, index: number): string[] {
  const others = keys.filter((each) => each !== key)
  const place = Math.min(Math.max(0, index), others.length)
  return [...others.slice(0, place), key, ...others.slice(place)]
}

const widthByKind: Partial<Record<ViewColumnKind, number>> = {
  'rich-text': 260,
  text: 180,
  select: 120,
  choice: 110,
  source: 120,
  product: 150,
  group: 130,
  person: 120,
  url: 170,
  moment: 84,
  duration: 76,
  'time-of-day': 84,
  'signed-duration': 76,
  money: 86,
  number: 80,
  checkbox: 64,
  colour: 64,
  image: 90,
}

export function widthOf(column: ViewColumn, layout: ColumnLayout): number {
  const chosen = layout.widths[column.key]
  if (chosen !== undefined) return chosen
  if (column.key === 'number') return 56
  if (column.key === 'title') return 240
  return widthByKind[column.kind] ?? 120
}

export const narrowestPx = 44
export const widestPx = 900

/** Numbers and times stand at the right, so that they can be compared. */
export function alignOf(kind: ViewColumnKind): 'start' | 'end' | 'center' {
  const atEnd = ['duration', 'signed-duration', 'time-of-day', 'money', 'number', 'moment']
  if (atEnd.includes(kind)) return 'end'
  return kind === 'checkbox' || kind === 'colour' ? 'center' : 'start'
}
