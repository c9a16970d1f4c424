import {
  cellHolders,
  isTextColumn,
  parseCellKey,
  parseCellTextRoot,
  documentShapes,
  placeOf,
  type Column,
  type DocumentKind,
  type DocumentVersion,
  type RestoreEdit,
} from '@stallcast/shared/rundown'
import { textEdit } from '#lib/live/text-edit.ts'
import * as Y from 'yjs'

/** A document that can be written as this person, in one step of undo. */
export type RestoreTarget = {
  doc: Y.Doc
  edit(change: () => void): void
  newStep(): void
  text(name: string): Y.Text
}

/** The document as it is here and now, in the form in which versions come. */
export function versionHere(doc: Y.Doc, kind: DocumentKind): DocumentVersion {
  const version: DocumentVersion = { seq: 0, atMs: 0, roots: {}, cells: {}, texts: {} }
  for (const [root, shape] of Object.entries(documentShapes[kind])) {
    if (shape.kind === 'text') version.texts[root] = doc.getText(root).toString()
    if (shape.kind === 'entries' || shape.kind === 'record') {
      version.roots[root] = doc.getMap(root).toJSON()
    }
    if (shape.kind !== 'cells') continue
    for (const [key, value] of doc.getMap(root)) {
      const cell = parseCellKey(key)
      if (cell) version.cells[`cells/${cell.cueId}/${cell.columnId}`] = value as string | null
    }
  }
  for (const name of doc.share.keys()) {
    const cell = parseCellTextRoot(name)
    const text = cell ? doc.getText(name).toString() : ''
    if (cell && text !== '') version.cells[`cells/${cell.cueId}/${cell.columnId}`] = text
  }
  return version
}

/**
 * Writes a version back as an edit of this person: through the gate, undone in one step, merged with what
 * others write meanwhile. Texts are changed only where they differ.
 * @param nowMs server time, for what is hidden by it
 */
export function restore(
  target: RestoreTarget,
  edits: readonly RestoreEdit[],
  columns: readonly Column[],
  nowMs: number,
): void {
  const isText = new Map(columns.map((column) => [column.id, isTextColumn(column.type)]))
  // Roots that are texts must be known to undo before they are written.
  for (const { path } of edits) {
    const cell = cellHolders(path)
    if (cell && isText.get(placeOf(path).field ?? '')) target.text(cell.textRoot)
  }
  target.newStep()
  target.edit(() => {
    for (const edit of edits) write(target, edit, isText, nowMs)
  })
  target.newStep()
}

function write(
  { doc }: RestoreTarget,
  edit: RestoreEdit,
  isText: ReadonlyMap<string, boolean>,
  nowMs: number,
): void {
  const { root, entryId, field } = placeOf(edit.path)
  const value = edit.was === 'now' && field === 'deletedAt' ? nowMs : edit.was
  const cell = cellHolders(edit.path)
  if (cell) {
    if (isText.get(field ?? '')) setText(doc.getText(cell.textRoot), value)
    else doc.getMap('cells').set(cell.valueKey, value === '' ? null : value)
    return
  }
  if (entryId === null) return setText(doc.getText(root), value)
  if (field === null) return void doc.getMap(root).set(entryId, value)
  const entry = doc.getMap(root).get(entryId)
  if (!(entry instanceof Y.Map)) return
  const text: unknown = entry.get(field)
  if (text instanceof Y.Text) setText(text, value)
  else entry.set(field, value)
}

function setText(text: Y.Text, value: unknown): void {
  const edit = textEdit(text.toString(), String(value ?? ''))
  if (!edit) return
  if (edit.remove > 0) text.delete(edit.at, edit.remove)
  if (edit.insert !== '') text.insert(edit.at, edit.insert)
}
