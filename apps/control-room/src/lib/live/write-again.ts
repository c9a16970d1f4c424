import { cellHolders, documentShapes, type DocumentKind } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { valueText } from './not-kept.ts'
import { textEdit } from './text-edit.ts'
import type { UnsentEdit } from './unsent-edits.ts'
import { valueAt } from './written-paths.ts'

/**
 * After a refusal the document is a fresh one and every edit since the last echo is gone with the old, also
 * those that nobody objected to. What may be written and collides with nothing is written again.
 * @param may whether this seat may make the edit now
 * @returns what remains for the person to look at
 */
export function writeAgain(
  doc: Y.Doc,
  kind: DocumentKind,
  edits: readonly UnsentEdit[],
  may: (edit: UnsentEdit) => boolean,
): UnsentEdit[] {
  return edits.filter((edit) => {
    const now = valueText(valueAt(doc, edit.path))
    if (now === edit.value && edit.operation !== 'insert') return false
    if (edit.again || !may(edit)) return true
    return !written(doc, kind, edit, now)
  })
}

function written(doc: Y.Doc, kind: DocumentKind, edit: UnsentEdit, now: string): boolean {
  switch (edit.operation) {
    case 'insert':
      return insert(doc, kind, edit)
    case 'set':
      // Somebody has set it meanwhile: what stands there was not what this person wrote over.
      return now === edit.before && set(doc, edit)
    case 'text':
      return merge(doc, edit, now)
  }
}

function insert(doc: Y.Doc, kind: DocumentKind, edit: UnsentEdit): boolean {
  const [root = '', id = '', ...rest] = edit.path.split('/')
  const shape = documentShapes[kind][root]
  if (shape?.kind !== 'entries' || rest.length > 0 || !isObject(edit.plain)) return false
  const entries = doc.getMap(root)
  if (entries.has(id)) return false
  const map = new Y.Map<unknown>()
  for (const [field, value] of Object.entries(edit.plain)) {
    const isText = shape.fields[field]?.kind === 'text'
    map.set(field, isText ? new Y.Text(String(value)) : value)
  }
  entries.set(id, map)
  return true
}

function set(doc: Y.Doc, edit: UnsentEdit): boolean {
  if (edit.plain === undefined) return false
  const cell = cellHolders(edit.path)
  if (cell) {
    doc.getMap('cells').set(cell.valueKey, edit.plain)
    return true
  }
  const keys = edit.path.split('/')
  const key = keys.pop() ?? ''
  const [root = ''] = keys
  const holder = keys.length === 1 ? doc.getMap(root) : valueAt(doc, keys.join('/'))
  if (!(holder instanceof Y.Map)) return false
  holder.set(key, edit.plain)
  return true
}

/** Both edits of a text stand when they are in different places of it. */
function merge(doc: Y.Doc, edit: UnsentEdit, now: string): boolean {
  const cell = cellHolders(edit.path)
  const text = cell ? doc.getText(cell.textRoot) : valueAt(doc, edit.path)
  if (!(text instanceof Y.Text)) return false
  const mine = textEdit(edit.before, edit.value)
  const theirs = textEdit(edit.before, now)
  if (!mine) return true
  let at = mine.at
  if (theirs) {
    if (mine.at <= theirs.at + theirs.remove && theirs.at <= mine.at + mine.remove) return false
    if (theirs.at < mine.at) at += theirs.insert.length - theirs.remove
  }
  if (mine.remove > 0) text.delete(at, mine.remove)
  if (mine.insert !== '') text.insert(at, mine.insert)
  return true
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
