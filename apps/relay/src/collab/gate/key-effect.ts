import * as Y from 'yjs'
import { endOf, overlap, type Range } from './update.codec.ts'
import type { Container } from './places.ts'
import { keyItem } from './yjs-internals.ts'

/** What an update does to one key of one map. */
export type KeyWrites = {
  container: Container
  key: string
  /** In causal order. */
  items: Y.Item[]
  /** The live value is in the delete set: an overwrite, if one of `items` takes its place. */
  deletesLive: boolean
}

/**
 * Whether the key has a live value after the update. Setting a key deletes its old item, so a delete
 * alone says nothing: what counts is what is left in the end. In a map the rightmost item of a key is its
 * value; a plain run of overwrites puts its last item there.
 * @returns `unclear` when only Yjs itself can say (branches of several clients): ask `livesInScratch`
 */
export function keyEffect(
  writes: KeyWrites,
  deletes: ReadonlyMap<number, readonly Range[]>,
): 'lives' | 'dies' | 'unclear' {
  const { container, key, items, deletesLive } = writes
  const first = items[0]
  const last = items.at(-1)
  if (!first || !last) return deletesLive ? 'dies' : 'lives'
  const rightmost = liveOrDeadValue(container, key)
  const isRun = items.every((item, index) => {
    const before = items[index - 1]
    return before === undefined || follows(item, before)
  })
  const lastEnd = endOf(last)
  const lastLives =
    !(last.content instanceof Y.ContentDeleted) &&
    overlap(deletes.get(last.id.client), lastEnd - 1, lastEnd) === 0
  const goesOnFromValue = rightmost ? follows(first, rightmost) : first.origin === null
  if (isRun && goesOnFromValue) return lastLives ? 'lives' : 'dies'
  // Written without knowing the present value: either stays, and both are values.
  const valueStays = rightmost !== null && !rightmost.deleted && !deletesLive
  return isRun && lastLives && valueStays ? 'lives' : 'unclear'
}

/** The live value of a key before the update, if it has one. */
export function liveValue(container: Container, key: string): Y.Item | null {
  const item = liveOrDeadValue(container, key)
  return item && !item.deleted ? item : null
}

/** Applies the update to a copy and looks. Tens of milliseconds, and rare. */
export function livesInScratch(doc: Y.Doc, update: Uint8Array, path: string): boolean {
  const scratch = new Y.Doc()
  try {
    Y.applyUpdate(scratch, Y.encodeStateAsUpdate(doc))
    Y.applyUpdate(scratch, update)
    const [root, ...segments] = path.split('/')
    let at: unknown = scratch.getMap(root)
    for (const segment of segments) at = at instanceof Y.Map ? at.get(segment) : undefined
    return at !== undefined
  } finally {
    scratch.destroy()
  }
}

function liveOrDeadValue(container: Container, key: string): Y.Item | null {
  return container.isNew || !container.type ? null : keyItem(container.type, key)
}

function follows(item: Y.Item, before: Y.Item): boolean {
  return item.origin?.client === before.id.client && item.origin.clock === endOf(before) - 1
}
