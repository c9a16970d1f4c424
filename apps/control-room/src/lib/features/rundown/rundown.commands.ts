import { newCueFields, newMarkFields, type Cue, type CueTextField } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { copyCells } from './column.commands.ts'
import { insertEntry, setEntry } from './entry.commands.ts'
import {
  placeBehind,
  placeDropped,
  placeStepped,
  rowId,
  type DropTarget,
  type Place,
} from './place.ts'
import type { RundownDoc } from './rundown-doc.state.svelte.ts'

/** What a person may ask of the run of show. Each is one step of undo. */

type NewCue = Partial<Omit<Cue, 'id' | 'order' | 'createdAt' | 'deletedAt'>>

/** The scalar fields that are edited one by one. */
export type CueScalar = Exclude<
  keyof Cue,
  'id' | 'order' | 'createdAt' | 'deletedAt' | CueTextField
>

/**
 * Adds a cue behind another one, into its group (null: at the end of the run of show).
 * @returns the new cue's id
 */
export function addCue(
  rundown: RundownDoc,
  afterCueId: string | null,
  given: NewCue,
  now: number,
): string {
  return insertCue(rundown, placeBehind(rundown.rows, afterCueId), given, now)
}

/** @returns the copy's id, null when the cue has gone */
export function duplicateCue(rundown: RundownDoc, cueId: string, now: number): string | null {
  const cue = rundown.cue(cueId)
  if (!cue) return null
  const { id: _, order: __, createdAt: ___, deletedAt: ____, ...given } = cue
  const place = placeBehind(rundown.rows, cueId)
  return insertCue(rundown, place, given, now, (id) => copyCells(rundown, cueId, id))
}

function insertCue(
  rundown: RundownDoc,
  place: Place,
  given: NewCue,
  now: number,
  alongside?: (id: string) => void,
): string {
  const { title = '', notes = '', script = '', ...scalars } = given
  const make = (hidden: { createdAt: number; deletedAt: number }): Y.Map<unknown> => {
    const fields = newCueFields({ ...scalars, ...place, ...hidden })
    const map = new Y.Map<unknown>(Object.entries(fields))
    map.set('title', new Y.Text(title))
    map.set('notes', new Y.Text(notes))
    map.set('script', new Y.Text(script))
    return map
  }
  return insertEntry(rundown, 'cues', now, make, alongside)
}

export function setField<F extends CueScalar>(
  rundown: RundownDoc,
  cueId: string,
  field: F,
  value: Cue[F],
): void {
  setEntry(rundown, 'cues', cueId, { [field]: value })
}

/** Several fields that only make sense together. */
export function setFields(
  rundown: RundownDoc,
  cueId: string,
  fields: Partial<Pick<Cue, CueScalar>>,
): void {
  setEntry(rundown, 'cues', cueId, fields)
}

/** Moves a cue one row up or down, through groups; at the ends it stays. */
export function moveCueBy(rundown: RundownDoc, cueId: string, by: 1 | -1): void {
  const place = placeStepped(rundown.rows, cueId, by)
  if (place) setEntry(rundown, 'cues', cueId, place)
}

/** Drops a cue, or a group with its cues, beside another row. */
export function moveRow(
  rundown: RundownDoc,
  moved: { kind: 'cue' | 'group'; id: string },
  target: DropTarget,
  folded?: ReadonlySet<string>,
): void {
  const { groupId, order } = placeDropped(rundown.rows, moved, target, folded)
  if (moved.kind === 'group') setEntry(rundown, 'groups', moved.id, { order })
  else setEntry(rundown, 'cues', moved.id, { groupId, order })
}

/** Puts a cue at the end of a group, or alone behind its group (null). */
export function putInGroup(rundown: RundownDoc, cueId: string, groupId: string | null): void {
  const from = rundown.cue(cueId)?.groupId ?? null
  if (from === groupId) return
  const { rows } = rundown
  const last = groupId === null ? from : rows.findLast((row) => row.group?.id === groupId)
  const moved = { kind: 'cue', id: cueId } as const
  if (typeof last === 'object' && last) {
    moveRow(rundown, moved, { id: rowId(last), side: 'after' })
    return
  }
  const after = { id: last ?? '', side: 'after' } as const
  const { order } = placeDropped(rows, { kind: 'group', id: cueId }, after)
  setEntry(rundown, 'cues', cueId, { groupId: null, order })
}

export function deleteCue(rundown: RundownDoc, cueId: string, now: number): void {
  setEntry(rundown, 'cues', cueId, { deletedAt: now })
}

/** Starts the edit of a text; returns what takes one's own changes since then back. */
export function beginText(rundown: RundownDoc): () => void {
  rundown.collab.newStep()
  const before = rundown.collab.steps
  return () => {
    while (rundown.collab.steps > before) rundown.collab.undo()
  }
}

/** @returns the new mark's id */
export function markIn(
  rundown: RundownDoc,
  given: { track: string; inAtMs: number; label: string; createdBy: string },
): string {
  return insertEntry(
    rundown,
    'marks',
    given.inAtMs,
    (hidden) => new Y.Map<unknown>(Object.entries(newMarkFields({ ...given, ...hidden }))),
  )
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
