import { generateKeyBetween } from 'fractional-indexing'

type Placed = { id: string; order: string }

/** Order keys compare by code unit; two cues with one key (moved at once by two people) stand by id. */
export function byOrder(a: Placed, b: Placed): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}

/**
 * The key for a place among the others: behind the `index`-th of them (0 is in front of all).
 * Two neighbours that share a key leave no room between them: then the next wider gap is taken.
 */
export function orderAt(others: readonly Placed[], index: number): string {
  const at = Math.min(Math.max(0, index), others.length)
  const before = others[at - 1]?.order ?? null
  const after = others.slice(at).find((cue) => before === null || cue.order > before)?.order ?? null
  return generateKeyBetween(before, after)
}
