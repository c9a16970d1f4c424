import type { Group } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { insertEntry, setEntry } from './entry.commands.ts'
import { groupStepped, ordersInsteadOf, placeBehind, siblings } from './place.ts'
import { orderAt } from './order.ts'
import type { RundownDoc } from './rundown-doc.state.svelte.ts'

/** Groups of cues. Each command is one step of undo; a group that goes leaves its cues behind. */

/**
 * Adds a group at the end, or around a cue: then it stands where the cue stood and holds it.
 * @returns the new group's id
 */
export function addGroup(
  rundown: RundownDoc,
  given: { title: string; colour?: string | null; targetMs?: number | null; aroundCueId?: string },
  now: number,
): string {
  const { title, colour = null, targetMs = null, aroundCueId } = given
  const order = orderForGroup(rundown, aroundCueId)
  return insertEntry(
    rundown,
    'groups',
    now,
    (hidden) => new Y.Map<unknown>(Object.entries({ order, title, colour, targetMs, ...hidden })),
    (groupId) => {
      if (aroundCueId !== undefined) rundown.cueMap(aroundCueId)?.set('groupId', groupId)
    },
  )
}

function orderForGroup(rundown: RundownDoc, aroundCueId: string | undefined): string {
  const { rows } = rundown
  const top = siblings(rows, null)
  const cue = rundown.cue(aroundCueId)
  if (!cue) return orderAt(top, top.length)
  const { groupId } = placeBehind(rows, cue.id)
  const at = top.findIndex((entry) => entry.id === (groupId ?? cue.id))
  return orderAt(top, at + 1)
}

export function setGroup(
  rundown: RundownDoc,
  groupId: string,
  fields: Partial<Pick<Group, 'title' | 'colour' | 'targetMs'>>,
): void {
  setEntry(rundown, 'groups', groupId, fields)
}

/** Moves a group with its cues past what stands before or behind it. */
export function moveGroupBy(rundown: RundownDoc, groupId: string, by: 1 | -1): void {
  const order = groupStepped(rundown.rows, groupId, by)
  if (order !== null) setEntry(rundown, 'groups', groupId, { order })
}

/** Takes the group away; its cues stay where they are, standing alone. */
export function deleteGroup(rundown: RundownDoc, groupId: string, now: number): void {
  const map = rundown.entryMap('groups', groupId)
  if (!map) return
  const orders = ordersInsteadOf(rundown.rows, groupId)
  const { collab } = rundown
  collab.newStep()
  collab.edit(() => {
    map.set('deletedAt', now)
    for (const [cueId, order] of orders) {
      const cue = rundown.cueMap(cueId)
      cue?.set('order', order)
      cue?.set('groupId', null)
    }
  })
  collab.newStep()
}
