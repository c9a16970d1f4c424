import type { EpochMs } from '../../kernel/index.ts'
import type { RundownRow } from '../order.ts'
import type { PlannedCue } from './plan.timing.ts'

/** A group in the plan: from its first cue to the end of its last, gaps between them counted in. */
export type PlannedGroup = {
  groupId: string
  startMs: EpochMs
  endMs: EpochMs
  plannedMs: number
  targetMs: number | null
  /** How much longer than its target; negative: time to fill. Null without a target. */
  overMs: number | null
}

/** @param cues the planned cues of these rows, in the same order */
export function planGroups(
  rows: readonly RundownRow[],
  cues: readonly PlannedCue[],
): PlannedGroup[] {
  const groups: PlannedGroup[] = []
  let at = 0
  for (const row of rows) {
    if (row.kind === 'cue') {
      at += 1
      continue
    }
    const { id: groupId, targetMs } = row.group
    const members = cues.slice(at, at + row.cueCount).filter(({ kind }) => kind === 'cue')
    const startMs = members[0]?.startMs ?? cues[at]?.startMs ?? cues[at - 1]?.endMs ?? 0
    const endMs = members.at(-1)?.endMs ?? startMs
    const plannedMs = endMs - startMs
    const overMs = targetMs === null ? null : plannedMs - targetMs
    groups.push({ groupId, startMs, endMs, plannedMs, targetMs, overMs })
  }
  return groups
}
