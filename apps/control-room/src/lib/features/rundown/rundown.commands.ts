import { newCueFields, newMarkFields, type Cue, type CueTextField } from '@stallcast/shared/rundown'
import { nanoid } from 'nanoid'
import * as Y from 'yjs'
import { byOrder, orderAt } from './order.ts'
import type { RundownDoc } from './rundown-doc.state.svelte.ts'

/** What a person may ask of the run of show. Each is one step of undo. */

type NewCue = Partial<Omit<Cue, 'id' | 'order' | 'createdAt' | 'deletedAt'>>

/** The scalar fields that are edited one by one in the table. */
export type CueScalar =
  | 'type'
  | 'durationMs'
  | 'sourceId'
  | 'productId'
  | 'priceMinor'
  | 'quantity'
  | 'colour'
  | 'skip'
  | 'flag'

/**
 * Adds a cue behind another one (null: at the end).
 * @returns the new cue's id
 */
export function addCue(
  rundown: RundownDoc,
  afterCueId: string | null,
  given: NewCue,
  now: number,
): string {
  const cues = [...rundown.cues]
  const at = afterCueId === null ? cues.length : cues.findIndex((cue) => cue.id === afterCueId) + 1
  return insertCue(rundown, orderAt(cues, at === 0 ? cues.length : at), given, now)
}

/** @returns the copy's id, null when the cue has gone */
export function duplicateCue(rundown: RundownDoc, cueId: string, now: number): string | null {
  const cue = rundown.cue(cueId)
  if (!cue) return null
  const at = rundown.cues.findIndex((each) => each.id === cueId)
  const { id: _, order: __, createdAt: ___, deletedAt: ____, ...given } = cue
  return insertCue(rundown, orderAt(rundown.cues, at + 1), given, now)
}

function insertCue(rundown: RundownDoc, order: string, given: NewCue, now: number): string {
  const id = nanoid(12)
  const { title = '', notes = '', script = '', ...scalars } = given
  const { collab, cueRoot } = rundown
  collab.newStep()
  // No client may remove an entry, so undo must not try: the cue is put in as deleted for good, and
  // what undo takes back is only that it shows.
  collab.editForGood(() => {
    const map = new Y.Map<unknown>(
      Object.entries(newCueFields({ ...scalars, order, createdAt: now, deletedAt: now })),
    )
    map.set('title', new Y.Text(title))
    map.set('notes', new Y.Text(notes))
    map.set('script', new Y.Text(script))
    cueRoot.set(id, map)
  })
  collab.edit(() => rundown.cueMap(id)?.set('deletedAt', null))
  collab.newStep()
  return id
}

export function setField<F extends CueScalar>(
  rundown: RundownDoc,
  cueId: string,
  field: F,
  value: Cue[F],
): void {
  const map = rundown.cueMap(cueId)
  if (!map || map.get(field) === value) return
  rundown.collab.newStep()
  rundown.collab.edit(() => map.set(field, value))
}

/** Moves a cue by so many places among those that stand; out of range stays. */
export function moveCueBy(rundown: RundownDoc, cueId: string, places: number): void {
  const at = rundown.cues.findIndex((cue) => cue.id === cueId)
  if (at < 0) return
  moveCueTo(rundown, cueId, at + places)
}

/** @param index the place it has afterwards, counted among all standing cues */
export function moveCueTo(rundown: RundownDoc, cueId: string, index: number): void {
  const at = rundown.cues.findIndex((cue) => cue.id === cueId)
  const place = Math.min(Math.max(0, index), rundown.cues.length - 1)
  const map = rundown.cueMap(cueId)
  if (!map || at < 0 || at === place) return
  const others = rundown.cues.filter((cue) => cue.id !== cueId).toSorted(byOrder)
  rundown.collab.newStep()
  rundown.collab.edit(() => map.set('order', orderAt(others, place)))
}

export function deleteCue(rundown: RundownDoc, cueId: string, now: number): void {
  const map = rundown.cueMap(cueId)
  if (!map) return
  rundown.collab.newStep()
  rundown.collab.edit(() => map.set('deletedAt', now))
  rundown.collab.newStep()
}

/** Starts the edit of a text; returns what takes one's own changes since then back. */
export function beginText(rundown: RundownDoc): () => void {
  rundown.collab.newStep()
  const before = rundown.collab.steps
  return () => {
    while (rundown.collab.steps > before) rundown.collab.undo()
  }
}

/** Replaces a text in one go (typing goes through `sharedText`, which merges). */
export function clearText(rundown: RundownDoc, cueId: string, field: CueTextField): void {
  const text = rundown.text(cueId, field)
  if (text && text.length > 0) rundown.collab.edit(() => text.delete(0, text.length))
}

/** @returns the new mark's id */
export function markIn(
  rundown: RundownDoc,
  given: { track: string; inAtMs: number; label: string; createdBy: string },
): string {
  const id = nanoid(12)
  const { collab, markRoot } = rundown
  const fields = newMarkFields({ ...given, createdAt: given.inAtMs, deletedAt: given.inAtMs })
  collab.newStep()
  collab.editForGood(() => markRoot.set(id, new Y.Map<unknown>(Object.entries(fields))))
  collab.edit(() => setMark(rundown, id, 'deletedAt', null))
  collab.newStep()
  return id
}

export function markOut(rundown: RundownDoc, markId: string, outAtMs: number): void {
  rundown.collab.edit(() => setMark(rundown, markId, 'outAtMs', outAtMs))
}

export function renameMark(rundown: RundownDoc, markId: string, label: string): void {
  rundown.collab.edit(() => setMark(rundown, markId, 'label', label.slice(0, 200)))
}

export function deleteMark(rundown: RundownDoc, markId: string, now: number): void {
  rundown.collab.newStep()
  rundown.collab.edit(() => setMark(rundown, markId, 'deletedAt', now))
}

function setMark(rundown: RundownDoc, markId: string, field: string, value: unknown): void {
  const map = rundown.markRoot.get(markId)
  if (map instanceof Y.Map) map.set(field, value)
}
