import type { Group } from '../columns.schema.ts'
import type { Cue } from '../document.schema.ts'
import type { ResolvedGroup } from './group-refs.ts'
import { mergeSequences, placeInSequence } from './placement.ts'
import type { PlannedCue } from './plan.ts'
import { rowsOf, type RundownContent } from './rundown-content.ts'

/** `moved`: what is there already and comes to stand elsewhere. */
export type Places = { keys: Map<string, string>; moved: Set<string>; sequence: string[] }

/** Order keys of all scopes: the top level, and each group's inside. */
export function placeAll(
  content: RundownContent,
  cues: readonly PlannedCue[],
  groups: readonly ResolvedGroup[],
  gone: { deletedCues: readonly Cue[]; deletedGroups: readonly Group[] },
): Places {
  const dropped = new Set([...gone.deletedCues, ...gone.deletedGroups].map(({ id }) => id))
  const orderOf = new Map<string, string>()
  const now = new Map<string | null, string[]>([[null, []]])
  for (const row of rowsOf(content)) {
    const entry = row.kind === 'cue' ? row.cue : row.group
    const scope = row.kind === 'cue' ? (row.group?.id ?? null) : null
    now.set(scope, [...(now.get(scope) ?? []), entry.id])
    orderOf.set(entry.id, entry.order)
  }
  const scopeNow = new Map(
    [...now].flatMap(([scope, ids]) => ids.map((id) => [id, scope] as const)),
  )
  const inFile = new Map<string | null, string[]>([[null, []]])
  const put = (scope: string | null, id: string): void => {
    const list = inFile.get(scope)
    if (list) list.push(id)
    else inFile.set(scope, [id])
  }
  const movedOver = new Set<string>()
  for (const id of fileSequence(cues, groups)) {
    const cue = 'groupId' in id ? id : null
    put(cue?.groupId ?? null, id.id)
    if (scopeNow.has(id.id) && scopeNow.get(id.id) !== (cue?.groupId ?? null)) movedOver.add(id.id)
  }
  const named = new Set([...inFile.values()].flat())
  const keys = new Map<string, string>()
  const sequences = new Map<string | null, string[]>()
  for (const scope of new Set([...now.keys(), ...inFile.keys()])) {
    const there = now.get(scope) ?? []
    const stays = new Set(there.filter((id) => !dropped.has(id) && !named.has(id)))
    const sequence = mergeSequences(inFile.get(scope) ?? [], there, stays)
    sequences.set(scope, sequence)
    const placed = sequence.map((id) => ({
      id,
      order: scopeNow.get(id) === scope ? (orderOf.get(id) ?? null) : null,
    }))
    for (const [id, key] of placeInSequence(placed)) keys.set(id, key)
  }
  const moved = new Set([...keys.keys()].filter((id) => orderOf.has(id)))
  for (const id of movedOver) moved.add(id)
  const sequence = (sequences.get(null) ?? []).flatMap((id) => [id, ...(sequences.get(id) ?? [])])
  return { keys, moved, sequence }
}

/** Groups with a row of their own stand where it is; one that is only named stands before its first new cue. */
function fileSequence(
  cues: readonly PlannedCue[],
  groups: readonly ResolvedGroup[],
): (PlannedCue | ResolvedGroup)[] {
  const byRow = new Map<number, ResolvedGroup>()
  const byId = new Map(groups.filter((group) => group.places).map((group) => [group.id, group]))
  for (const group of groups) if (group.rowNumber !== null) byRow.set(group.rowNumber, group)
  const sequence: (PlannedCue | ResolvedGroup)[] = []
  const put = new Set<string>()
  const all = [...cues, ...byRow.values()].toSorted((a, b) => rowOf(a) - rowOf(b))
  for (const entry of all) {
    const head = 'groupId' in entry && entry.groupId !== null ? byId.get(entry.groupId) : undefined
    if (head && head.rowNumber === null && !put.has(head.id)) {
      put.add(head.id)
      sequence.push(head)
    }
    sequence.push(entry)
  }
  return sequence
}

function rowOf(entry: PlannedCue | ResolvedGroup): number {
  return 'incoming' in entry ? entry.incoming.rowNumber : (entry.rowNumber ?? 0)
}
