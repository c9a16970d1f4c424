/* oxlint-disable eslint/no-underscore-dangle -- the few inner fields of Yjs 13.6 that the gate reads, in one place */
import * as Y from 'yjs'

/** Any shared type, as Yjs's own signatures have it. */
export type AnyType = NonNullable<ReturnType<Y.Doc['share']['get']>>

/** The item that holds a nested type; `null` for a root, and for a type that is not integrated yet. */
export function holderOf(type: AnyType): Y.Item | null {
  return type._item
}

/** The rightmost item of a key: its value, unless it is deleted. */
export function keyItem(type: AnyType, key: string): Y.Item | null {
  return type._map.get(key) ?? null
}

/** How many keys a map has or once had. */
export function keyCount(type: AnyType): number {
  return type._map.size
}

/** Length of a text, also of a root that nobody has said to be one. */
export function lengthOf(type: AnyType): number {
  return type._length
}

const rootNames = new WeakMap<AnyType, string>()

/** Yjs looks through all roots, and every cell text is one: their names are kept, they never change. */
export function rootNameOf(type: AnyType): string {
  const known = rootNames.get(type)
  if (known !== undefined) return known
  for (const [name, root] of type.doc?.share ?? []) rootNames.set(root, name)
  return rootNames.get(type) ?? Y.findRootTypeKey(type)
}
