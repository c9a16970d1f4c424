import { documentPath, type PlaceChange } from '@stallcast/shared/rundown'
import * as Y from 'yjs'

/**
 * Writes that never showed: somebody set the same key without having seen this, and theirs stood. Their values
 * are in the row itself; what they were written to, the document knows.
 * @param paths only these
 */
export function lostWrites(
  doc: Y.Doc,
  update: Uint8Array,
  paths: ReadonlySet<string>,
): { path: string; change: PlaceChange }[] {
  const lost = new Map<string, PlaceChange>()
  for (const struct of Y.decodeUpdate(update).structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) continue
    const item: Y.Item | Y.GC = Y.getItem(doc.store, struct.id)
    if (!(item instanceof Y.Item) || item.parentSub === null) continue
    const path = pathTo(item)
    if (path === null || !paths.has(path)) continue
    const { parent, parentSub } = item
    const stands: unknown = parent instanceof Y.Map ? parent.get(parentSub) : null
    const value: unknown = struct.content.getContent().at(-1)
    lost.set(path, { kind: 'set', old: stands ?? null, new: value, lost: true })
  }
  return [...lost].map(([path, change]) => ({ path, change }))
}

function pathTo(item: Y.Item): string | null {
  const keys: string[] = []
  for (let at: Y.Item | null = item; at !== null;) {
    if (at.parentSub !== null) keys.unshift(at.parentSub)
    const { parent }: Y.Item = at
    if (!(parent instanceof Y.AbstractType)) return null
    // oxlint-disable-next-line eslint/no-underscore-dangle -- Yjs has no other way up
    const holder: Y.Item | null = parent._item
    if (holder === null) return documentPath(Y.findRootTypeKey(parent), keys)
    at = holder
  }
  return null
}
