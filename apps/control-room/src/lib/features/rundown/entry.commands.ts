import { nanoid } from 'nanoid'
import type * as Y from 'yjs'
import type { EntryRoot, RundownDoc } from './rundown-doc.state.svelte.ts'

/** What all entries of the document have in common. Each command is one step of undo. */

/**
 * Puts a new entry in. No client may remove one, so undo must not try: it is put in as deleted for good, and
 * what undo takes back is only that it shows.
 * @param make the whole entry, with the fields given: an entry must arrive with all its fields (CG6)
 * @returns its id
 */
export function insertEntry(
  rundown: RundownDoc,
  root: EntryRoot,
  now: number,
  make: (hidden: { createdAt: number; deletedAt: number }) => Y.Map<unknown>,
  alongside: (id: string) => void = () => undefined,
): string {
  const id = nanoid(12)
  const { collab } = rundown
  collab.newStep()
  collab.editForGood(() => rundown.root(root).set(id, make({ createdAt: now, deletedAt: now })))
  collab.edit(() => {
    rundown.entryMap(root, id)?.set('deletedAt', null)
    alongside(id)
  })
  collab.newStep()
  return id
}

/** Writes fields of one entry; those that stand already are left alone. */
export function setEntry(
  rundown: RundownDoc,
  root: EntryRoot,
  id: string,
  fields: Readonly<Record<string, unknown>>,
): void {
  const map = rundown.entryMap(root, id)
  const changed = Object.entries(fields).filter(([field, value]) => !same(map?.get(field), value))
  if (!map || changed.length === 0) return
  const { collab } = rundown
  collab.newStep()
  collab.edit(() => {
    for (const [field, value] of changed) map.set(field, value)
  })
  collab.newStep()
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  return Array.isArray(a) && Array.isArray(b) && JSON.stringify(a) === JSON.stringify(b)
}
