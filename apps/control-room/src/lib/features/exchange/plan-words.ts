import type { ImportPlan, PlanRow } from '@stallcast/shared/rundown/exchange'

export type PlanCounts = Record<PlanRow['action'], number> & {
  columns: number
  /** Whether anything would be written at all. */
  any: boolean
}

export function planCounts({ rows, edits }: ImportPlan): PlanCounts {
  const counts = { add: 0, change: 0, same: 0, delete: 0 }
  for (const { action } of rows) counts[action] += 1
  const columns = edits.newColumns.length
  const rest = edits.newTriggers.length + edits.newPresets.length + edits.triggers.length
  const settings = Object.keys(edits.settings).length
  const moves = edits.cues.length + edits.groups.length
  const any = counts.add + counts.change + counts.delete + columns + rest + settings + moves > 0
  return { ...counts, columns, any }
}

/** `12 new, 3 changed, 2 taken out, 40 as they are`. */
export function planWords(counts: PlanCounts): string {
  const parts = [
    [counts.add, 'new'],
    [counts.change, 'changed'],
    [counts.delete, 'taken out'],
    [counts.columns, counts.columns === 1 ? 'new column' : 'new columns'],
    [counts.same, counts.same === 1 ? 'as it is' : 'as they are'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  return said.length > 0 ? said.join(', ') : 'nothing'
}

export const actionWords: Record<PlanRow['action'], string> = {
  add: 'new',
  change: 'changed',
  same: 'as it is',
  delete: 'taken out',
}
