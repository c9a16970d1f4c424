import { z } from 'zod'
import type { ClockState } from './clock.schema.ts'
import type { RundownRow } from './order.ts'
import type { RundownExpectation, RundownPlan } from './timing/index.ts'

export const programmeEntrySchema = z.object({
  cueId: z.string(),
  title: z.string(),
  /** When it is expected, or was taken; to the minute while it is ahead. */
  startMs: z.number().int(),
  state: z.enum(['done', 'on-air', 'ahead']),
})

/** State domain `programme`: what the public is told of a show. */
export const programmeStateSchema = z.object({
  phase: z.enum(['before', 'running', 'held', 'ended']),
  startMs: z.number().int(),
  endMs: z.number().int(),
  entries: z.array(programmeEntrySchema),
})
export type ProgrammeState = z.infer<typeof programmeStateSchema>

export const emptyProgramme: ProgrammeState = { phase: 'before', startMs: 0, endMs: 0, entries: [] }

const minuteMs = 60_000
const toMinute = (atMs: number): number => Math.round(atMs / minuteMs) * minuteMs

/**
 * The public's programme (VW35): cues that are announced, and nothing else of them than title and time. Times ahead
 * are told to the minute, so that the page does not twitch and nobody is sent a patch each second.
 */
export function programmeOf(
  rows: readonly RundownRow[],
  plan: RundownPlan,
  expected: RundownExpectation,
  clock: ClockState,
): ProgrammeState {
  const planned = new Map(plan.cues.map((cue, index) => [cue.cueId, { cue, at: index }]))
  const onAirAt = clock.cue ? plan.cues.findIndex((cue) => cue.cueId === clock.cue?.id) : -1
  const entries = rows.flatMap((row): ProgrammeState['entries'] => {
    if (row.kind === 'group' || !row.cue.announced || row.cue.skip) return []
    const place = planned.get(row.cue.id)
    if (!place) return []
    const { id: cueId, title } = row.cue
    const state =
      place.at === onAirAt && clock.phase !== 'ended'
        ? 'on-air'
        : place.at <= onAirAt || clock.phase === 'ended'
          ? 'done'
          : 'ahead'
    const startMs = expected.cues[place.at]?.startMs ?? place.cue.startMs
    return [{ cueId, title, startMs: toMinute(startMs), state }]
  })
  return {
    phase: clock.phase === 'idle' ? 'before' : clock.phase,
    startMs: clock.showStartedAtMs ?? plan.startMs,
    endMs: toMinute(clock.showEndedAtMs ?? expected.endMs),
    entries,
  }
}
