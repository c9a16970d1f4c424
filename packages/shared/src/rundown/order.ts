import type { Group } from './columns.schema.ts'
import type { Cue } from './document.schema.ts'

/** One line of the run of show: the head of a group, or a cue (in its group, or alone). */
export type RundownRow =
  | { kind: 'group'; group: Group; cueCount: number }
  | { kind: 'cue'; cue: Cue; group: Group | null; index: number }

/**
 * The run of show in running order (RD30): groups and the cues that stand alone by `order`, the cues of a group
 * behind its head by theirs, ties by id; what is deleted is left out. A cue whose group is gone stands alone.
 * `index` counts the cues from 0.
 */
export function rundownOrder(cues: readonly Cue[], groups: readonly Group[]): RundownRow[] {
  const standing = groups.filter((group) => group.deletedAt === null)
  const byId = new Map(standing.map((group) => [group.id, group]))
  const alone: Cue[] = []
  const inside = new Map<string, Cue[]>()
  for (const cue of cues) {
    if (cue.deletedAt !== null) continue
    const group = cue.groupId === null ? undefined : byId.get(cue.groupId)
    if (!group) alone.push(cue)
    else if (!inside.get(group.id)?.push(cue)) inside.set(group.id, [cue])
  }
  const rows: RundownRow[] = []
  let index = 0
  for (const entry of [...alone, ...standing].toSorted(byPlace)) {
    if (!byId.has(entry.id) || !('targetMs' in entry)) {
      rows.push({ kind: 'cue', cue: entry as Cue, group: null, index: index++ })
      continue
    }
    const members = (inside.get(entry.id) ?? []).toSorted(byPlace)
    rows.push({ kind: 'group', group: entry, cueCount: members.length })
    for (const cue of members) rows.push({ kind: 'cue', cue, group: entry, index: index++ })
  }
  return rows
}

/** Order keys compare by code unit, not by locale. */
function byPlace(a: { order: string; id: string }, b: { order: string; id: string }): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}
