import type { HistoryChange } from '@stallcast/shared/rundown'

/** Who wrote the other value of a collision, and what it was, as the history has it. */
export type Opponent = { personName: string; role: string | null; atMs: number; value: unknown }

/**
 * The change by somebody else that a collision was with: the latest at the place that is not one's own. What
 * came with a value must have that value.
 */
export function opponentIn(
  changes: readonly HistoryChange[],
  ownSessionId: string,
  theirs: unknown,
): Opponent | null {
  for (const { change, sessionId, personName, role, atMs } of changes) {
    if (sessionId === ownSessionId || change.kind !== 'set') continue
    if (theirs !== undefined && JSON.stringify(change.new) !== JSON.stringify(theirs)) continue
    return { personName, role, atMs, value: change.new }
  }
  return null
}
