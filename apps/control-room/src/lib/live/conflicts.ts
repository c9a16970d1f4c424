import * as Y from 'yjs'
import { keyItem, writtenPlaces } from './written-paths.ts'

/**
 * Two people set one value, neither having seen what the other wrote. The document keeps one of the two
 * without a word; the person whose write was involved is shown both.
 */
export type Conflict = {
  path: string
  mine: unknown
  /** Undefined when it came already swept away: the history still has it. */
  theirs: unknown
  winner: 'mine' | 'theirs'
  /** The Yjs client that wrote theirs. */
  client: number
  /** When it was noticed here. */
  atMs: number
}

/** The last write of this person at a place. */
export type OwnWrite = { path: string; client: number; clock: number; value: unknown }

const watchedMost = 500

/**
 * Finds them by the graph that Yjs keeps of the writes under a key: each names the one that its author saw
 * (`origin`). A write that does not lead back to ours was made without having seen it.
 */
export class OwnWrites {
  readonly #writes = new Map<string, OwnWrite>()

  list(): OwnWrite[] {
    return [...this.#writes.values()]
  }

  restore(writes: readonly OwnWrite[]): void {
    for (const write of writes) this.#writes.set(write.path, write)
  }

  clear(): void {
    this.#writes.clear()
  }

  /** Takes one's own writes down, at the end of their transaction. */
  note(transaction: Y.Transaction): void {
    for (const place of writtenPlaces(transaction)) {
      if (place.kind !== 'key') continue
      const item = keyItem(place.map, place.key)
      if (!item || item.deleted || item.content instanceof Y.ContentType) continue
      this.#writes.delete(place.path)
      const { client, clock } = item.lastId
      this.#writes.set(place.path, { path: place.path, client, clock, value: valueIn(item) })
      const oldest = this.#writes.keys().next().value
      if (this.#writes.size > watchedMost && oldest !== undefined) this.#writes.delete(oldest)
    }
  }

  /** What others wrote unseen by us and unseeing, at the end of the transaction that brought it. */
  conflicts(transaction: Y.Transaction, atMs: number): Conflict[] {
    return writtenPlaces(transaction).flatMap((place) => {
      const own = this.#writes.get(place.path)
      if (!own || place.kind !== 'key') return []
      const last = keyItem(place.map, place.key)
      const arrived = arrivedUnder(last, transaction)
      if (arrived.length === 0) return []
      // Whoever came after has seen both: theirs is the last word, or a matter between others.
      this.#writes.delete(place.path)
      if (arrived.some((item) => leadsTo(item, own, transaction.doc.store))) return []
      const [theirs] = arrived
      if (!theirs || !last) return []
      const winner = last === theirs ? 'theirs' : 'mine'
      const value = valueIn(theirs)
      if (value !== undefined && same(value, own.value)) return []
      const { path } = place
      return [{ path, mine: own.value, theirs: value, winner, client: theirs.id.client, atMs }]
    })
  }
}

/** The writes under a key that a transaction brought, the one that counts first. */
function arrivedUnder(last: Y.Item | null, transaction: Y.Transaction): Y.Item[] {
  const arrived: Y.Item[] = []
  for (let item = last; item !== null; item = item.left) {
    if (item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0)) arrived.push(item)
  }
  return arrived
}

/** Whether the author of a write had seen ours: it, or what it was written over, leads back to it. */
function leadsTo(from: Y.Item, own: OwnWrite, store: Y.Doc['store']): boolean {
  for (let origin = from.origin; origin !== null;) {
    const item: Y.Item | Y.GC = Y.getItem(store, origin)
    // Yjs joins what one client wrote over itself: everything in one piece up to here was seen.
    const { client, clock } = item.id
    if (client === own.client && clock <= own.clock && own.clock <= origin.clock) return true
    // Swept away with what held it: there is nothing left to argue about.
    if (!(item instanceof Y.Item)) return true
    origin = item.origin
  }
  return false
}

function valueIn(item: Y.Item): unknown {
  return item.content instanceof Y.ContentDeleted ? undefined : item.content.getContent().at(-1)
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
