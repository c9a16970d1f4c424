import {
  cellKey,
  cellTextRoot,
  cueTextFields,
  isTextColumn,
  newCueFields,
  type Cue,
} from '@stallcast/shared/rundown'
import type { ImportEdits } from '@stallcast/shared/rundown/exchange'
import { textEdit } from '#lib/live/text-edit.ts'
import type { CollabDoc } from '#lib/live/index.ts'
import * as Y from 'yjs'

/** What one message to the server carries: new entries by the hundreds, and no more than this many letters. */
const entriesPerMessage = 200
const lettersPerMessage = 200_000
/** The server takes 16 MB at once and 1 MB a second after that; a letter has up to 3 bytes. */
const lettersAtOnce = 4_000_000
const pauseMs = 700

/**
 * Writes an import. New entries go in first, as deleted, in several messages that nobody sees; then one edit shows
 * them and changes the rest. Undo takes that edit back, and with it the whole import; if the connection breaks in
 * between, nothing of it shows.
 */
export async function applyImport(
  collab: CollabDoc,
  edits: ImportEdits,
  nowMs: number,
  onProgress: (done: number) => void,
): Promise<void> {
  const { doc } = collab
  const newCueIds = new Set(edits.newCues.map((cue) => cue.id))
  const newColumnIds = new Set(edits.newColumns.map((column) => column.id))
  // Cells of what is new show with it, so they need no place in the undo.
  const hidden = edits.cells.filter(
    ({ cueId, column }) => newCueIds.has(cueId) || newColumnIds.has(column.id),
  )
  const open = edits.cells.filter((cell) => !hidden.includes(cell))
  const puts = [
    ...putEntries(doc, 'columns', edits.newColumns, nowMs),
    ...putEntries(doc, 'groups', edits.newGroups, nowMs),
    ...edits.newCues.map((cue) => putCue(doc, cue, nowMs)),
    ...putEntries(doc, 'triggers', edits.newTriggers, nowMs),
    ...putEntries(doc, 'views', edits.newPresets, nowMs),
    ...hidden.map((cell) => putCell(collab, cell)),
  ]
  await sendInParts(collab, puts, onProgress)
  if (collab.doc !== doc)
    throw new Error('The show was loaded anew meanwhile. Nothing was imported.')
  for (const { cueId, column } of open) {
    if (isTextColumn(column.type)) collab.text(cellTextRoot(cueId, column.id))
  }
  collab.newStep()
  collab.edit(() => {
    for (const root of ['columns', 'groups', 'cues', 'triggers', 'views'] as const) {
      const added = {
        columns: edits.newColumns,
        groups: edits.newGroups,
        cues: edits.newCues,
        triggers: edits.newTriggers,
        views: edits.newPresets,
      }[root]
      for (const { id } of added) entry(doc, root, id)?.set('deletedAt', null)
    }
    for (const { id, fields } of edits.groups) setFields(entry(doc, 'groups', id), fields)
    for (const { id, fields } of edits.cues) setFields(entry(doc, 'cues', id), fields)
    for (const { id, fields } of edits.triggers) setFields(entry(doc, 'triggers', id), fields)
    for (const cell of open) putCell(collab, cell).write()
    setFields(doc.getMap('settings'), edits.settings)
  })
  collab.newStep()
}

type Put = { letters: number; write: () => void }

async function sendInParts(
  collab: CollabDoc,
  puts: readonly Put[],
  onProgress: (done: number) => void,
): Promise<void> {
  let sent = 0
  let letters = 0
  for (let at = 0; at < puts.length;) {
    const part: Put[] = []
    let size = 0
    while (at < puts.length && part.length < entriesPerMessage && size < lettersPerMessage) {
      const put = puts[at]
      if (!put) break
      part.push(put)
      size += put.letters
      at += 1
    }
    collab.editForGood(() => {
      for (const put of part) put.write()
    })
    sent += part.length
    letters += size
    onProgress(sent / puts.length)
    // Lets the screen be drawn, and keeps to the pace of the server.
    await new Promise((resolve) => setTimeout(resolve, letters > lettersAtOnce ? pauseMs : 0))
  }
}

function putEntries(
  doc: Y.Doc,
  root: string,
  entries: readonly { id: string }[],
  nowMs: number,
): Put[] {
  return entries.map(({ id, ...fields }) => ({
    letters: 300,
    write: () => {
      doc.getMap(root).set(id, new Y.Map<unknown>(Object.entries({ ...fields, deletedAt: nowMs })))
    },
  }))
}

function putCue(doc: Y.Doc, cue: Cue, nowMs: number): Put {
  const { id, title, notes, script, ...scalars } = cue
  return {
    letters: 300 + title.length + notes.length + script.length,
    write: () => {
      const fields = newCueFields({ ...scalars, deletedAt: nowMs })
      const map = new Y.Map<unknown>(Object.entries(fields))
      for (const field of cueTextFields) map.set(field, new Y.Text(cue[field]))
      doc.getMap('cues').set(id, map)
    },
  }
}

function putCell(collab: CollabDoc, { cueId, column, value }: ImportEdits['cells'][number]): Put {
  const { doc } = collab
  const text = isTextColumn(column.type)
  return {
    letters: 60 + (typeof value === 'string' ? value.length : 0),
    write: () => {
      if (text) replaceText(doc.getText(cellTextRoot(cueId, column.id)), String(value ?? ''))
      else doc.getMap('cells').set(cellKey(cueId, column.id), value)
    },
  }
}

function entry(doc: Y.Doc, root: string, id: string): Y.Map<unknown> | undefined {
  const map = doc.getMap(root).get(id)
  return map instanceof Y.Map ? map : undefined
}

function setFields(map: Y.Map<unknown> | undefined, fields: object): void {
  for (const [name, value] of Object.entries(fields)) {
    const now = map?.get(name)
    if (now instanceof Y.Text) replaceText(now, String(value ?? ''))
    else if (now !== value) map?.set(name, value)
  }
}

/** Only what differs is written, so that what others type meanwhile stays. */
function replaceText(text: Y.Text, wanted: string): void {
  const change = textEdit(text.toString(), wanted)
  if (!change) return
  if (change.remove > 0) text.delete(change.at, change.remove)
  if (change.insert !== '') text.insert(change.at, change.insert)
}
