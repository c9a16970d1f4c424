import type { Trigger, TriggerAction, TriggerMoment } from '@stallcast/shared/rundown'
import { insertEntry, setEntry } from '#lib/features/rundown/entry.commands.ts'
import type { RundownDoc } from '#lib/features/rundown/rundown-doc.state.svelte.ts'
import * as Y from 'yjs'

/** What a person may ask of the triggers of a cue. Each is one step of undo. */

export function addTrigger(
  rundown: RundownDoc,
  wanted: { cueId: string; on: TriggerMoment; action: TriggerAction },
  now: number,
): string {
  return insertEntry(
    rundown,
    'triggers',
    now,
    (hidden) => new Y.Map<unknown>(Object.entries({ ...wanted, enabled: true, ...hidden })),
  )
}

export function changeTrigger(
  rundown: RundownDoc,
  triggerId: string,
  change: Partial<Pick<Trigger, 'on' | 'action' | 'enabled'>>,
): void {
  const current = rundown.triggers.find(({ id }) => id === triggerId)
  // The same action written anew would stand in everybody's history.
  if (
    current &&
    change.action &&
    JSON.stringify(current.action) === JSON.stringify(change.action)
  ) {
    return
  }
  setEntry(rundown, 'triggers', triggerId, change)
}

export function deleteTrigger(rundown: RundownDoc, triggerId: string, now: number): void {
  setEntry(rundown, 'triggers', triggerId, { deletedAt: now })
}
