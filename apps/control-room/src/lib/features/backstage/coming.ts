import type { Cue, RundownRow } from '@stallcast/shared/rundown'
import type { CueMoments } from '#lib/features/views/index.ts'

export type ComingCue = {
  cue: Cue
  number: string
  group: string | null
  state: 'on-air' | 'next' | 'later'
  /** Null where this seat may not know times. */
  expectedMs: number | null
}

/** The cue on air and what comes after it: what people behind the stage wait for. */
export function comingCues(
  rows: readonly RundownRow[],
  clock: { onAirId: string | null; nextId: string | null; ended: boolean },
  moments: ReadonlyMap<string, CueMoments> | null,
): ComingCue[] {
  if (clock.ended) return []
  const cues = rows.filter((row) => row.kind === 'cue').filter(({ cue }) => !cue.skip)
  const from = cues.findIndex(({ cue }) => cue.id === (clock.onAirId ?? clock.nextId))
  return cues.slice(Math.max(0, from)).map(({ cue, group, index }) => ({
    cue,
    number: cue.number ?? String(index + 1),
    group: group?.title ?? null,
    state: cue.id === clock.onAirId ? 'on-air' : cue.id === clock.nextId ? 'next' : 'later',
    expectedMs: moments?.get(cue.id)?.expectedMs ?? null,
  }))
}

/** `in 12 min`, `in 0:45`, `now`: how long until a moment. */
export function untilText(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1_000)
  if (seconds <= 0) return 'now'
  if (seconds < 600)
    return `in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `in ${minutes} min`
  return `in ${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
