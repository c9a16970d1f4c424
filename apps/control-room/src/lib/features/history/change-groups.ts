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

/** Newest first, as the changes come. */
export function groupChanges(changes: readonly HistoryChange[]): ChangeGroup[] {
  const groups: ChangeGroup[] = []
  for (const change of changes) {
    const minute = Math.floor(change.atMs / minuteMs) * minuteMs
    const last = groups.at(-1)
    if (last && last.minuteMs === minute && last.personName === change.personName) {
      last.changes.push(change)
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
