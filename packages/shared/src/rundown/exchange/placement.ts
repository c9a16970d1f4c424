import { generateNKeysBetween } from 'fractional-indexing'

/** `order`: where it stands now; null: nowhere yet. */
export type Placed = { id: string; order: string | null }

/**
 * Order keys that bring entries into this sequence with as few moves as possible: those that already stand in
 * ascending order keep their keys (the longest such run), the others get new ones between them.
 * @returns new keys by id, only for those that need one
 */
export function placeInSequence(sequence: readonly Placed[]): Map<string, string> {
  const kept = longestAscending(sequence.map((entry) => entry.order))
  const keys = new Map<string, string>()
  let before: string | null = null
  let waiting: string[] = []
  const settle = (after: string | null): void => {
    generateNKeysBetween(before, after, waiting.length).forEach((key, index) => {
      keys.set(waiting[index] ?? '', key)
    })
    waiting = []
  }
  sequence.forEach((entry, index) => {
    if (!kept.has(index) || entry.order === null) {
      waiting.push(entry.id)
      return
    }
    settle(entry.order)
    before = entry.order
  })
  settle(null)
  return keys
}

/** Places of a longest strictly ascending run; patience sorting, n log n. */
function longestAscending(orders: readonly (string | null)[]): Set<number> {
  const tails: number[] = []
  const previous = new Map<number, number>()
  orders.forEach((order, index) => {
    if (order === null) return
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      const tail = orders[tails[middle] ?? 0]
      if (tail !== null && tail !== undefined && tail < order) low = middle + 1
      else high = middle
    }
    const before = tails[low - 1]
    if (before !== undefined) previous.set(index, before)
    tails[low] = index
  })
  const run = new Set<number>()
  for (let at = tails.at(-1); at !== undefined; at = previous.get(at)) run.add(at)
  return run
}

/**
 * The sequence of a file with what is there besides: whatever the file does not name stays behind the neighbour
 * that it has now (or in front, if it has none).
 */
export function mergeSequences(
  inFile: readonly string[],
  now: readonly string[],
  kept: ReadonlySet<string>,
): string[] {
  const named = new Set(inFile)
  const behind = new Map<string | null, string[]>()
  let neighbour: string | null = null
  for (const id of now) {
    if (named.has(id)) neighbour = id
    else if (kept.has(id)) behind.set(neighbour, [...(behind.get(neighbour) ?? []), id])
  }
  return [...(behind.get(null) ?? []), ...inFile.flatMap((id) => [id, ...(behind.get(id) ?? [])])]
}
