import type { HistoryChange } from '@stallcast/shared/rundown'

/** What one person did within one minute. */
export type ChangeGroup = {
  key: string
  personName: string
  role: string | null
  minuteMs: number
  /** Of the last of them. */
  seq: number
  atMs: number
  changes: HistoryChange[]
}

const minuteMs = 60_000

/** Newest first, as the changes come. Two who write at once have one group each, not one for every word. */
export function groupChanges(changes: readonly HistoryChange[]): ChangeGroup[] {
  const groups: ChangeGroup[] = []
  for (const change of changes) {
    const minute = Math.floor(change.atMs / minuteMs) * minuteMs
    const theirs = groups.findLast(
      (group) => group.minuteMs === minute && group.personName === change.personName,
    )
    if (theirs) {
      theirs.changes.push(change)
      continue
    }
    groups.push({
      key: `${change.seq} ${change.path}`,
      personName: change.personName,
      role: change.role,
      minuteMs: minute,
      seq: change.seq,
      atMs: change.atMs,
      changes: [change],
    })
  }
  return groups
}
