import type { IncomingCue, IncomingGroup } from './incoming.ts'

const dayMs = 86_400_000

/** Which of these the file has a column for. */
export type SaidColumns = { length: boolean; startMode: boolean }

/**
 * What many sheets leave to the reader: a length where only start and end (or the next start) are given, and
 * whether a cue follows the one before or begins at a time of its own.
 */
export function deriveTimes(
  rows: readonly (IncomingCue | IncomingGroup)[],
  said: SaidColumns,
): (IncomingCue | IncomingGroup)[] {
  const cues = rows.filter((row) => row.kind === 'cue')
  const lengths = new Map<IncomingCue, number>()
  cues.forEach((cue, index) => {
    const { startTodMs, endTodMs } = cue.fields
    const untilMs = endTodMs ?? cues[index + 1]?.fields.startTodMs
    if (said.length || !isTime(startTodMs) || !isTime(untilMs)) return
    lengths.set(cue, (untilMs - startTodMs + dayMs) % dayMs)
  })
  let endsAtMs: number | null = null
  return rows.map((row) => {
    if (row.kind === 'group') return row
    const durationMs = lengths.get(row) ?? row.fields.durationMs
    const { startTodMs } = row.fields
    const linked = !isTime(startTodMs) || startTodMs === endsAtMs
    const fields = { ...row.fields, ...(durationMs === undefined ? {} : { durationMs }) }
    if (!said.startMode && startTodMs !== undefined) fields.startMode = linked ? 'linked' : 'soft'
    const from: number | null = startTodMs ?? endsAtMs
    endsAtMs = from === null || durationMs === undefined ? null : (from + durationMs) % dayMs
    return { ...row, fields }
  })
}

function isTime(value: number | null | undefined): value is number {
  return value !== null && value !== undefined
}
