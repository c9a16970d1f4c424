import { rundownOrder, type RundownRow } from '../order.ts'
import type { Trigger } from '../automation.schema.ts'
import type { CellValue, Column, Group } from '../columns.schema.ts'
import type { Cue } from '../document.schema.ts'
import type { RundownSettings, ViewPreset } from '../views.schema.ts'

/** A whole run of show as plain values: what an import is held against and an export is made from. */
export type RundownContent = {
  /** The deleted ones too: their ids are taken, and an import may bring them back. */
  cues: readonly Cue[]
  groups: readonly Group[]
  columns: readonly Column[]
  /** By `{cueId}:{columnId}`; texts as plain Markdown. What is empty is not there. */
  cells: ReadonlyMap<string, CellValue>
  triggers: readonly Trigger[]
  presets: readonly ViewPreset[]
  settings: RundownSettings
}

export function rowsOf(content: RundownContent): RundownRow[] {
  return rundownOrder(content.cues, content.groups)
}

/** What is not deleted, by its place. */
export function standingInOrder<
  Entry extends { id: string; order: string; deletedAt: number | null },
>(entries: readonly Entry[]): Entry[] {
  return entries
    .filter((entry) => entry.deletedAt === null)
    .toSorted((a, b) => (a.order === b.order ? compare(a.id, b.id) : compare(a.order, b.order)))
}

/** By code unit, as order keys are. */
function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
