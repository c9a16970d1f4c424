import {
  cellKey,
  isTextColumn,
  type CellValue,
  type Column,
  type RundownSettings,
  type ViewName,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { insertEntry, setEntry } from './entry.commands.ts'
import { orderAt } from './order.ts'
import type { RundownDoc } from './rundown-doc.state.svelte.ts'

/** Columns of the crew's, what stands in them, saved sets of columns, and the settings of the run of show. */

type NewColumn = Pick<Column, 'name' | 'type'> &
  Partial<Pick<Column, 'options' | 'writers' | 'department'>>

/** @returns the new column's id */
export function addColumn(rundown: RundownDoc, given: NewColumn, now: number): string {
  const { options = [], writers = [], department = null, name, type } = given
  const order = orderAt(rundown.columns, rundown.columns.length)
  const fields = { order, name, type, options, writers, department }
  return insertEntry(
    rundown,
    'columns',
    now,
    (hidden) => new Y.Map<unknown>(Object.entries({ ...fields, ...hidden })),
  )
}

export function setColumn(
  rundown: RundownDoc,
  columnId: string,
  fields: Partial<Pick<Column, 'name' | 'type' | 'options' | 'writers' | 'department'>>,
): void {
  setEntry(rundown, 'columns', columnId, fields)
}

/** @param index the place it has afterwards */
export function moveColumn(rundown: RundownDoc, columnId: string, index: number): void {
  const others = rundown.columns.filter((column) => column.id !== columnId)
  setEntry(rundown, 'columns', columnId, { order: orderAt(others, index) })
}

export function deleteColumn(rundown: RundownDoc, columnId: string, now: number): void {
  setEntry(rundown, 'columns', columnId, { deletedAt: now })
}

/** Writes a cell that is no text; texts are written through `RundownDoc.cellText`. */
export function setCell(
  rundown: RundownDoc,
  cueId: string,
  columnId: string,
  value: CellValue,
): void {
  const root = rundown.root('cells')
  const key = cellKey(cueId, columnId)
  if ((root.get(key) ?? null) === value) return
  rundown.collab.newStep()
  rundown.collab.edit(() => root.set(key, value))
  rundown.collab.newStep()
}

/** Gives a copied cue the cells of its model; to be called inside the edit that shows it. */
export function copyCells(rundown: RundownDoc, fromCueId: string, toCueId: string): void {
  for (const column of rundown.columns) {
    const value = rundown.cell(fromCueId, column.id)
    if (value === null || value === false || rundown.cellReason(column.id)) continue
    if (isTextColumn(column.type)) rundown.cellText(toCueId, column.id).insert(0, String(value))
    else rundown.root('cells').set(cellKey(toCueId, column.id), value)
  }
}

/** @returns the new preset's id */
export function savePreset(
  rundown: RundownDoc,
  given: { name: string; view: ViewName; columns: readonly string[] },
  now: number,
): string {
  const fields = { ...given, columns: [...given.columns] }
  return insertEntry(
    rundown,
    'views',
    now,
    (hidden) => new Y.Map<unknown>(Object.entries({ ...fields, ...hidden })),
  )
}

export function setPreset(
  rundown: RundownDoc,
  presetId: string,
  fields: { name?: string; columns?: string[] },
): void {
  setEntry(rundown, 'views', presetId, fields)
}

export function deletePreset(rundown: RundownDoc, presetId: string, now: number): void {
  setEntry(rundown, 'views', presetId, { deletedAt: now })
}

export function setSetting<F extends keyof RundownSettings>(
  rundown: RundownDoc,
  field: F,
  value: RundownSettings[F],
): void {
  const root = rundown.root('settings')
  if (root.get(field) === value) return
  rundown.collab.newStep()
  rundown.collab.edit(() => root.set(field, value))
  rundown.collab.newStep()
}
