import { rundownOrder, type Cue, type Group, type RundownRow } from '@stallcast/shared/rundown'
import type { EntryChange } from './entries.ts'

export type RunningOrder = {
  /** In running order (RD30), deleted ones left out. */
  cues: readonly Cue[]
  /** The same with the heads of groups among them. */
  rows: readonly RundownRow[]
}

export const emptyOrder: RunningOrder = { cues: [], rows: [] }

export function orderOf(cues: readonly Cue[], groups: readonly Group[]): RunningOrder {
  const rows = rundownOrder(cues, groups)
  return { rows, cues: rows.flatMap((row) => (row.kind === 'cue' ? [row.cue] : [])) }
}

/**
 * The running order after some cues were edited where they stand, without sorting anew: a keystroke in a show
 * of 2,000 cues replaces one row. Null when a place has changed, and all must be put in order again.
 */
export function withEdits(
  order: RunningOrder,
  changes: readonly EntryChange<Cue>[],
): RunningOrder | null {
  const edited = new Map<string, Cue>()
  for (const { id, before, after } of changes) {
    if (!before || !after || !samePlace(before, after)) return null
    if (after.deletedAt === null) edited.set(id, after)
  }
  if (edited.size === 0) return order
  return {
    cues: order.cues.map((cue) => edited.get(cue.id) ?? cue),
    rows: order.rows.map((row) => {
      const cue = row.kind === 'cue' ? edited.get(row.cue.id) : undefined
      return cue && row.kind === 'cue' ? { ...row, cue } : row
    }),
  }
}

function samePlace(a: Cue, b: Cue): boolean {
  return a.order === b.order && a.groupId === b.groupId && a.deletedAt === b.deletedAt
}
