import * as Y from 'yjs'
import { valueText, type LocalEdit } from './not-kept.ts'
import { keyBefore, textBefore, valueAt, writtenPlaces } from './written-paths.ts'

/** As a Yjs update carries them. */
export type DeletedRanges = ReadonlyMap<number, readonly { clock: number; len: number }[]>

type Range = { client: number; clock: number; length: number }

/** An edit of this seat on this device that nobody has confirmed yet. One per place. */
export type UnsentEdit = LocalEdit & {
  operation: 'insert' | 'set' | 'text'
  /** The same as a value of the document: what can be written again. */
  plain: unknown
  /** What stood there before the first of the edits that this one sums up. */
  before: string
  /** It is durable once the server has everything of this Yjs client up to here. */
  client: number
  clock: number
  /** For an edit that only took characters away: what it took. */
  deletes: Range[]
  /** Written anew after a refusal: not to be tried once more. */
  again: boolean
}

/**
 * The edits that wait for the server. The echo of an edit to its author is the sign that it is in the log, so
 * one leaves this list with its echo and not before.
 */
export class UnsentEdits {
  #edits = new Map<string, UnsentEdit>()

  /** How many places they stand in. */
  get count(): number {
    return new Set([...this.#edits.values()].map((edit) => edit.path)).size
  }

  list(): UnsentEdit[] {
    return [...this.#edits.values()]
  }

  restore(edits: readonly UnsentEdit[]): void {
    for (const edit of edits) this.#edits.set(`${edit.client} ${edit.path}`, edit)
  }

  /** Takes an edit of one's own down, at the end of its transaction. */
  note(transaction: Y.Transaction, atMs: number, again = false): void {
    const { doc } = transaction
    const client = doc.clientID
    const clock = transaction.afterState.get(client) ?? 0
    const wrote = clock > (transaction.beforeState.get(client) ?? 0)
    const deletes = wrote ? [] : rangesOf(transaction.deleteSet)
    for (const place of writtenPlaces(transaction)) {
      const { path } = place
      const value = valueAt(doc, path)
      const key = `${client} ${path}`
      const known = this.#edits.get(key)
      const before =
        known?.before ??
        valueText(
          place.kind === 'text'
            ? textBefore(place.text, transaction)
            : keyBefore(place.map, place.key, transaction),
        )
      this.#edits.delete(key)
      this.#edits.set(key, {
        path,
        operation: operationOf(place.kind, value),
        value: valueText(value),
        plain: value instanceof Y.AbstractType ? value.toJSON() : value,
        before,
        atMs,
        client,
        clock: wrote ? clock : (known?.clock ?? 0),
        deletes: [...(known?.deletes ?? []), ...deletes],
        again: again || (known?.again ?? false),
      })
    }
  }

  /** Whether it must be known what the server has deleted, too. */
  get waitsForDeletes(): boolean {
    return [...this.#edits.values()].some((edit) => edit.deletes.length > 0)
  }

  /**
   * @param has how much of each Yjs client the server has in its log
   * @param deleted what it has just said to be deleted
   * @returns whether any edit was found to be durable
   */
  confirm(has: ReadonlyMap<number, number>, deleted: DeletedRanges = new Map()): boolean {
    const before = this.#edits.size
    for (const [key, edit] of this.#edits) {
      edit.deletes = edit.deletes.flatMap((range) => without(range, deleted.get(range.client)))
      const isThere = (has.get(edit.client) ?? 0) >= edit.clock && edit.deletes.length === 0
      if (isThere) this.#edits.delete(key)
    }
    return this.#edits.size !== before
  }

  clear(): void {
    this.#edits.clear()
  }
}

function operationOf(kind: 'key' | 'text', value: unknown): UnsentEdit['operation'] {
  if (kind === 'text') return 'text'
  return value instanceof Y.Map ? 'insert' : 'set'
}

function rangesOf(set: Y.Transaction['deleteSet']): Range[] {
  return [...set.clients].flatMap(([client, items]) =>
    items.map(({ clock, len }) => ({ client, clock, length: len })),
  )
}

/** What of a range is left when others are taken out of it. */
function without(range: Range, taken: readonly { clock: number; len: number }[] = []): Range[] {
  let left = [range]
  for (const { clock, len } of taken) {
    left = left.flatMap((part) => {
      const end = part.clock + part.length
      const from = Math.max(part.clock, clock)
      const to = Math.min(end, clock + len)
      if (from >= to) return [part]
      return [
        { ...part, length: from - part.clock },
        { ...part, clock: to, length: end - to },
      ].filter(({ length }) => length > 0)
    })
  }
  return left
}
