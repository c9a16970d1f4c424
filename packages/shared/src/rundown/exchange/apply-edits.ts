import { cellKey } from '../columns.schema.ts'
import type { ImportEdits } from './plan.types.ts'
import type { RundownContent } from './rundown-content.ts'

/** The content as it is once the edits are applied: what every writer of a plan must arrive at. */
export function applyEdits(content: RundownContent, edits: ImportEdits): RundownContent {
  const cells = new Map(content.cells)
  for (const { cueId, column, value } of edits.cells) {
    const key = cellKey(cueId, column.id)
    if (value === null || value === '') cells.delete(key)
    else cells.set(key, value)
  }
  return {
    cues: [...changed(content.cues, edits.cues), ...edits.newCues],
    groups: [...changed(content.groups, edits.groups), ...edits.newGroups],
    columns: [...content.columns, ...edits.newColumns],
    cells,
    triggers: [...changed(content.triggers, edits.triggers), ...edits.newTriggers],
    presets: [...content.presets, ...edits.newPresets],
    settings: { ...content.settings, ...edits.settings },
  }
}

function changed<Entry extends { id: string }>(
  entries: readonly Entry[],
  edits: readonly { id: string; fields: Partial<Entry> }[],
): Entry[] {
  const byId = new Map(edits.map((edit) => [edit.id, edit.fields]))
  return entries.map((entry) => ({ ...entry, ...byId.get(entry.id) }))
}
