/* oxlint-disable eslint/no-underscore-dangle -- the few inner fields of Yjs 13.6 that this app reads, in one place */
import { cellHolders, documentPath } from '@stallcast/shared/rundown'
import * as Y from 'yjs'

type AnyType = Y.AbstractType<Y.YEvent<Y.AbstractType<unknown>>> | Y.AbstractType<unknown>

/** A place that a transaction wrote: a key of a map, or the characters of a text. */
export type WrittenPlace =
  | { kind: 'key'; path: string; map: Y.Map<unknown>; key: string }
  | { kind: 'text'; path: string; text: Y.Text }

/** Where a transaction wrote, in the paths of the policy. */
export function writtenPlaces(transaction: Y.Transaction): WrittenPlace[] {
  const places: WrittenPlace[] = []
  for (const [type, keys] of transaction.changed) {
    const base = keysTo(type)
    if (!base) continue
    if (type instanceof Y.Text) {
      places.push({ kind: 'text', path: documentPath(base.root, base.keys), text: type })
    } else if (type instanceof Y.Map) {
      for (const key of keys) {
        if (key === null) continue
        const path = documentPath(base.root, [...base.keys, key])
        places.push({ kind: 'key', path, map: type, key })
      }
    }
  }
  return places
}

function keysTo(type: AnyType): { root: string; keys: string[] } | null {
  const keys: string[] = []
  let at: AnyType = type
  while (at._item) {
    if (at._item.parentSub !== null) keys.unshift(at._item.parentSub)
    const { parent } = at._item
    if (!(parent instanceof Y.AbstractType)) return null
    at = parent
  }
  const doc = at.doc
  if (!doc) return null
  for (const [name, shared] of doc.share) if (shared === at) return { root: name, keys }
  return null
}

/** The rightmost item of a key: its value, unless it is deleted. */
export function keyItem(map: Y.Map<unknown>, key: string): Y.Item | null {
  return map._map.get(key) ?? null
}

/** What stands at a path of a document, shared type or plain value. */
export function valueAt(doc: Y.Doc, path: string): unknown {
  const cell = cellHolders(path)
  if (cell) {
    const value = doc.getMap('cells').get(cell.valueKey)
    return value ?? (doc.share.has(cell.textRoot) ? doc.getText(cell.textRoot) : undefined)
  }
  const [root = '', ...keys] = path.split('/')
  let value: unknown = doc.share.get(root)
  for (const key of keys) value = value instanceof Y.Map ? value.get(key) : undefined
  return value
}

/** A text as it was before a transaction that is just over (its deletions are not swept away yet). */
export function textBefore(text: Y.Text, transaction: Y.Transaction): string {
  let before = ''
  for (let item = text._start; item !== null; item = item.right) {
    const known = transaction.beforeState.get(item.id.client) ?? 0
    if (item.id.clock >= known) continue
    if (item.deleted && !Y.isDeleted(transaction.deleteSet, item.id)) continue
    if (item.content instanceof Y.ContentString) before += item.content.str
  }
  return before
}

/** What stood under a key before a transaction that is just over. */
export function keyBefore(map: Y.Map<unknown>, key: string, transaction: Y.Transaction): unknown {
  let item = keyItem(map, key)
  while (item !== null && item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0)) {
    item = item.left
  }
  if (item === null) return undefined
  if (item.deleted && !Y.isDeleted(transaction.deleteSet, item.id)) return undefined
  return item.content.getContent()[item.length - 1]
}
