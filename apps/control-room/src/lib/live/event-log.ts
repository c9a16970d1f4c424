import type { ShowEvent } from '@stallcast/shared/protocol'

/** Oldest first, no sequence number twice: pushes and snapshots overlap after a reconnect. */
export function mergeEvents(
  known: readonly ShowEvent[],
  arrived: readonly ShowEvent[],
): readonly ShowEvent[] {
  const last = known.at(-1)?.seq ?? -Infinity
  if (arrived.length === 1 && arrived[0] && arrived[0].seq > last) return [...known, arrived[0]]
  const bySeq = new Map([...known, ...arrived].map((event) => [event.seq, event]))
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq)
}
