import {
  documentShapes,
  parseCellKey,
  parseCellTextRoot,
  type DocumentKind,
  type DocumentVersion,
} from '@stallcast/shared/rundown'
import type * as Y from 'yjs'

/** What a document holds, without what only the server writes. */
export function versionOf(
  doc: Y.Doc,
  kind: DocumentKind,
  at: { seq: number; atMs: number },
): DocumentVersion {
  const version: DocumentVersion = { ...at, roots: {}, cells: {}, texts: {} }
  for (const [root, shape] of Object.entries(documentShapes[kind])) {
    if (shape.kind === 'text') version.texts[root] = doc.getText(root).toString()
    if (shape.kind === 'entries' || shape.kind === 'record') {
      version.roots[root] = doc.getMap(root).toJSON()
    }
    if (shape.kind === 'cells') {
      for (const [key, value] of doc.getMap(root)) {
        const cell = parseCellKey(key)
        if (cell) version.cells[`cells/${cell.cueId}/${cell.columnId}`] = value as string | null
      }
    }
  }
  for (const name of doc.share.keys()) {
    const cell = parseCellTextRoot(name)
    const text = cell ? doc.getText(name).toString() : ''
    if (cell && text !== '') version.cells[`cells/${cell.cueId}/${cell.columnId}`] = text
  }
  return version
}
