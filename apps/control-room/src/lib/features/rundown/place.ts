import type { Cue, RundownRow } from '@stallcast/shared/rundown'
import { generateNKeysBetween } from 'fractional-indexing'
import { orderAt } from './order.ts'

/** Where a cue stands: in a group (null: alone, among the groups), by its key. */
export type Place = Pick<Cue, 'groupId' | 'order'>

type Entry = { id: string; order: string }

/** What stands beside each other: the groups and the cues that stand alone, or the cues of one group. */
export function siblings(rows: readonly RundownRow[], groupId: string | null): Entry[] {
  return rows.flatMap((row): Entry[] => {
    if (row.kind === 'group') return groupId === null ? [row.group] : []
    return (row.group?.id ?? null) === groupId ? [row.cue] : []
  })
}

function placeAt(
  rows: readonly RundownRow[],
  groupId: string | null,
  index: number,
  movedId?: string,
): Place {
  const others = siblings(rows, groupId).filter((entry) => entry.id !== movedId)
  return { groupId, order: orderAt(others, index) }
}

/** Right behind a cue, in its group; null: behind the last row, in the last group if the show ends with one. */
export function placeBehind(rows: readonly RundownRow[], cueId: string | null): Place {
  const row = rows.find((each) => each.kind === 'cue' && each.cue.id === cueId) ?? rows.at(-1)
  const groupId = row?.group?.id ?? null
  const beside = siblings(rows, groupId)
  const at = row?.kind === 'cue' ? beside.findIndex((entry) => entry.id === row.cue.id) : -1
  return placeAt(rows, groupId, at + 1)
}

/**
 * One row further up or down. A cue walks through groups: at the edge of its own it steps out, at a group's
 * edge it steps in. Null when there is nowhere to go.
 */
export function placeStepped(rows: readonly RundownRow[], cueId: string, by: 1 | -1): Place | null {
  const row = rows.find((each) => each.kind === 'cue' && each.cue.id === cueId)
  if (!row) return null
  const groupId = row.group?.id ?? null
  const beside = siblings(rows, groupId)
  const at = beside.findIndex((entry) => entry.id === cueId)
  const next = beside[at + by]
  if (next && rows.some((each) => each.kind === 'group' && each.group.id === next.id)) {
    return placeAt(rows, next.id, by > 0 ? 0 : siblings(rows, next.id).length)
  }
  if (next) return placeAt(rows, groupId, at + by, cueId)
  if (groupId === null) return null
  const head = siblings(rows, null).findIndex((entry) => entry.id === groupId)
  return placeAt(rows, null, by > 0 ? head + 1 : head)
}

export function groupStepped(
  rows: readonly RundownRow[],
  groupId: string,
  by: 1 | -1,
): string | null {
  const top = siblings(rows, null)
  const at = top.findIndex((entry) => entry.id === groupId) + by
  if (at < 0 || at >= top.length) return null
  return placeAt(rows, null, at, groupId).order
}

/** The row that something is dropped at, and on which side of it; null: below everything. */
export type DropTarget = { id: string; side: 'before' | 'after' } | null

/**
 * Where a dropped row goes. Beside a cue it joins that cue's group; behind the head of a group it becomes its
 * first (`folded`: its last); a group never goes into a group.
 */
export function placeDropped(
  rows: readonly RundownRow[],
  moved: { kind: 'cue' | 'group'; id: string },
  target: DropTarget,
  folded: ReadonlySet<string> = new Set(),
): Place {
  const row = rows.find((each) => rowId(each) === target?.id)
  const after = target?.side === 'after'
  if (!target || !row) return placeAt(rows, null, Infinity, moved.id)
  if (moved.kind === 'cue' && row.kind === 'group' && after) {
    const { id } = row.group
    return placeAt(rows, id, folded.has(id) ? Infinity : 0, moved.id)
  }
  const groupId = moved.kind === 'cue' && row.kind === 'cue' ? (row.group?.id ?? null) : null
  const beside = moved.kind === 'cue' || !row.group ? target.id : row.group.id
  const others = siblings(rows, groupId).filter((entry) => entry.id !== moved.id)
  const at = others.findIndex((entry) => entry.id === beside)
  // Dropped on itself: it stays where it was.
  if (at < 0) return stays(rows, moved.id)
  return placeAt(rows, groupId, after ? at + 1 : at, moved.id)
}

function stays(rows: readonly RundownRow[], id: string): Place {
  const row = rows.find((each) => rowId(each) === id)
  if (row?.kind === 'cue') return { groupId: row.group?.id ?? null, order: row.cue.order }
  return { groupId: null, order: row?.group.order ?? orderAt([], 0) }
}

/** Keys that put the cues of a group, in their order, where its head stands. */
export function ordersInsteadOf(rows: readonly RundownRow[], groupId: string): Map<string, string> {
  const top = siblings(rows, null)
  const at = top.findIndex((entry) => entry.id === groupId)
  const before = top[at - 1]?.order ?? null
  const after = top.slice(at + 1).find((entry) => before === null || entry.order > before)
  const members = siblings(rows, groupId)
  const keys = generateNKeysBetween(before, after?.order ?? null, members.length)
  return new Map(members.map((cue, index) => [cue.id, keys[index] ?? cue.order]))
}

export function rowId(row: RundownRow): string {
  return row.kind === 'group' ? row.group.id : row.cue.id
}
