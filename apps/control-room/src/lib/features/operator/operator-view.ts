import type { Role } from '@stallcast/shared/crew'
import type { ClockState, Cue, RundownRow, ViewColumn } from '@stallcast/shared/rundown'
import { durationText } from '#lib/ui/time-text.ts'

/** What a role has to look at when its department has no column of its own. */
const usual: Partial<Record<Role, readonly string[]>> = {
  host: ['script', 'notes'],
  producer: ['sourceId', 'notes'],
  editor: ['mediaId', 'notes'],
  finance: ['productId', 'priceMinor', 'notes'],
}

/** "My columns" until others are chosen: those of the role's department, else what the role works with. */
export function operatorKeys(columns: readonly ViewColumn[], role: Role): string[] {
  const keys = columns.map(({ key }) => key)
  if (role === 'observer') return keys
  const own = columns.filter(({ department }) => department === role).map(({ key }) => key)
  return own.length > 0 ? own : (usual[role] ?? ['notes']).filter((key) => keys.includes(key))
}

/** Columns that stand in the lines anyway, and are not repeated among "my columns". */
const inLine = [
  'number',
  'title',
  'type',
  'durationMs',
  'plan',
  'expect',
  'colour',
  'flag',
  'skip',
  'milestone',
]

export function cardColumns(columns: readonly ViewColumn[]): ViewColumn[] {
  return columns.filter(({ key }) => !inLine.includes(key))
}

export type NextFlag = { cue: Cue; number: string; inMs: number | null }

/**
 * The next flag ahead of what is on air.
 * @param expectedMs when a cue will begin; null where this seat is not told
 */
export function nextFlag(
  rows: readonly RundownRow[],
  clock: ClockState,
  nowMs: number,
  expectedMs: (cueId: string) => number | null,
): NextFlag | null {
  if (clock.phase === 'ended') return null
  const onAirAt = rows.findIndex((row) => row.kind === 'cue' && row.cue.id === clock.cue?.id)
  for (const row of rows.slice(onAirAt + 1)) {
    if (row.kind !== 'cue' || !row.cue.flag || row.cue.skip) continue
    const atMs = expectedMs(row.cue.id)
    return {
      cue: row.cue,
      number: numberOf(row),
      inMs: atMs === null ? null : Math.max(0, atMs - nowMs),
    }
  }
  return null
}

export function numberOf(row: Extract<RundownRow, { kind: 'cue' }>): string {
  return row.cue.number ?? String(row.index + 1)
}

/** `Next flag in 4:20: 12 Flash price`. */
export function flagText(flag: NextFlag): string {
  const when = flag.inMs === null ? 'Next flag' : `Next flag in ${durationText(flag.inMs)}`
  return `${when}: ${flag.number} ${flag.cue.title || 'Untitled'}`
}
