import { isCrew, type Role } from '@stallcast/shared/crew'
import { columnTypeSchema, type ColumnType } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { keyItem, type AnyType } from './yjs-internals.ts'

/** What a column says about its cells. */
export type ColumnRule = { type: ColumnType; writers: readonly Role[] }

/** Reads a field of an entry; `undefined` when it is not there. */
export type FieldReader = (field: string) => unknown

/** @returns `null` for what is no column */
export function columnRule(field: FieldReader): ColumnRule | null {
  const type = columnTypeSchema.safeParse(field('type'))
  const writers = field('writers')
  if (!type.success) return null
  return { type: type.data, writers: Array.isArray(writers) ? writers.filter(isCrew) : [] }
}

/** The entry of a map of entries as the document stands; `null` when there is none. */
export function entryOf(doc: Y.Doc, root: string, id: string): AnyType | null {
  const map = doc.share.get(root)
  const item = map ? keyItem(map, id) : null
  return item && !item.deleted && item.content instanceof Y.ContentType ? item.content.type : null
}

export function fieldsOf(entry: AnyType): FieldReader {
  return (field) => {
    const item = keyItem(entry, field)
    return item && !item.deleted ? lastValue(item) : undefined
  }
}

/** What a key holds after this item, when it is a plain value. */
export function lastValue(item: Y.Item): unknown {
  return item.content instanceof Y.ContentAny ? item.content.arr.at(-1) : undefined
}
