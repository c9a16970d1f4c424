import {
  cellKey,
  cellTextRoot,
  cellValueSchema,
  columnSchema,
  cueFields,
  fitCellValue,
  groupSchema,
  projectCue,
  viewColumns,
  type CellValue,
  type Column,
  type ViewColumn,
  type ViewCue,
  type ViewGroup,
  type ViewLookups,
} from '@stallcast/shared/rundown'
import type { ViewGrant } from '@stallcast/shared/crew'
import * as Y from 'yjs'

/** Reads from the document what a grant lets through, and touches nothing else of it. */

export function readColumns(doc: Y.Doc): Column[] {
  return entries(doc, 'columns').flatMap((entry) => columnSchema.safeParse(entry).data ?? [])
}

/** A link that shows lengths shows what a group should have of them; any other does not. */
export function readGroups(doc: Y.Doc, grant: ViewGrant): ViewGroup[] {
  const lengths = ['durationMs', 'plan', 'expect'].some((key) => grant.columns.includes(key))
  return entries(doc, 'groups')
    .flatMap((entry) => groupSchema.safeParse(entry).data ?? [])
    .filter((group) => group.deletedAt === null)
    .map(({ id, order, title, colour, targetMs }) => ({
      id,
      order,
      title,
      colour,
      targetMs: lengths ? targetMs : null,
    }))
}

/** The granted columns that there are, in the grant's own order. */
export function grantedColumns(
  grant: ViewGrant,
  columns: readonly Column[],
  lookups: ViewLookups,
): ViewColumn[] {
  const known = viewColumns(columns, lookups)
  return grant.columns.flatMap((key) => known.find((column) => column.key === key) ?? [])
}

/** Null for a cue that is not there, or no longer. */
export function readCue(
  doc: Y.Doc,
  cueId: string,
  columns: readonly ViewColumn[],
  custom: ReadonlyMap<string, Column>,
): ViewCue | null {
  const map = doc.getMap('cues').get(cueId)
  if (!(map instanceof Y.Map) || (map.get('deletedAt') ?? null) !== null) return null
  return projectCue(
    cueId,
    {
      field: (key) => fieldOf(map, key),
      cell: (columnId) => cellOf(doc, cueId, custom.get(columnId)),
    },
    columns,
  )
}

export function readCues(
  doc: Y.Doc,
  columns: readonly ViewColumn[],
  custom: ReadonlyMap<string, Column>,
): Map<string, ViewCue> {
  const cues = new Map<string, ViewCue>()
  for (const cueId of doc.getMap('cues').keys()) {
    const cue = readCue(doc, cueId, columns, custom)
    if (cue) cues.set(cueId, cue)
  }
  return cues
}

function fieldOf(map: Y.Map<unknown>, key: string): unknown {
  const value = map.get(key)
  if (value instanceof Y.Text) return value.toString()
  const schema = key in cueFields ? cueFields[key as keyof typeof cueFields] : null
  return schema?.safeParse(value).data
}

function cellOf(doc: Y.Doc, cueId: string, column: Column | undefined): CellValue {
  if (!column) return null
  if (column.type === 'text' || column.type === 'rich-text') {
    // Asking for a text makes its root: a reader must not.
    const root = cellTextRoot(cueId, column.id)
    return doc.share.has(root) ? doc.getText(root).toString() : null
  }
  const value = cellValueSchema.safeParse(doc.getMap('cells').get(cellKey(cueId, column.id))).data
  return fitCellValue(column, value ?? null)
}

function entries(doc: Y.Doc, root: string): object[] {
  return [...doc.getMap(root)].flatMap(([id, value]) =>
    value instanceof Y.Map ? [{ ...value.toJSON(), id }] : [],
  )
}
