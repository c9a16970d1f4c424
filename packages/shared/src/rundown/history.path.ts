import { cellTextRoot, parseCellKey, parseCellTextRoot } from './columns.schema.ts'

/**
 * The one name of a place in a document, whatever holds it there: `cues/{id}/title`, `settings/warnMs`,
 * `cells/{cueId}/{columnId}` for a cell, be it a value (in the root `cells`) or a text (a root of its own).
 * The same that the policy judges by.
 */
export function documentPath(root: string, keys: readonly string[]): string {
  const text = parseCellTextRoot(root)
  if (text) return `cells/${text.cueId}/${text.columnId}`
  const cell = root === 'cells' && keys.length === 1 ? parseCellKey(keys[0] ?? '') : null
  if (cell) return `cells/${cell.cueId}/${cell.columnId}`
  return [root, ...keys].join('/')
}

export type DocumentPlace = {
  root: string
  /** Of the entry: cue, mark, group ... For a cell its cue. */
  entryId: string | null
  /** Of the entry; for a cell its column. */
  field: string | null
}

export function placeOf(path: string): DocumentPlace {
  const [root = '', entryId = null, field = null] = path.split('/')
  return { root, entryId, field }
}

/** The cue that a place belongs to, if it belongs to one. */
export function cueOf(path: string): string | null {
  const { root, entryId } = placeOf(path)
  return root === 'cues' || root === 'cells' ? entryId : null
}

/** Where a cell can stand: as a text in a root of its own, or as a value under a key of the root `cells`. */
export function cellHolders(path: string): { textRoot: string; valueKey: string } | null {
  const { root, entryId, field } = placeOf(path)
  if (root !== 'cells' || entryId === null || field === null) return null
  return { textRoot: cellTextRoot(entryId, field), valueKey: `${entryId}:${field}` }
}
