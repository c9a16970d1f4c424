import type { EpochMs } from '../../kernel/index.ts'
import type { RundownRow } from '../order.ts'
import { planRundown, type ShowTime } from '../timing/index.ts'
import type { RundownSettings } from '../views.schema.ts'
import type { Baseline } from './report.schema.ts'

/** A show that begins further from its planned start than this was put off: its plan begins with it. */
const sameEveningMs = 6 * 3_600_000

/**
 * The plan to hold a show against (RD86): from its planned start, so that a late first GO is late; from the GO
 * itself when the show was put off to another time.
 * @param show as it was planned
 * @param startedAtMs the first GO
 */
export function baselineOf(
  rows: readonly RundownRow[],
  settings: RundownSettings,
  show: ShowTime,
  startedAtMs: EpochMs,
): Baseline {
  const startMs = Math.abs(startedAtMs - show.startMs) <= sameEveningMs ? show.startMs : startedAtMs
  const plan = planRundown(rows, settings, { ...show, startMs })
  const times = new Map(plan.cues.map((cue) => [cue.cueId, cue]))
  return {
    atMs: startedAtMs,
    startMs: plan.startMs,
    endMs: plan.endMs,
    cues: rows.flatMap((row) => {
      const time = row.kind === 'cue' ? times.get(row.cue.id) : undefined
      if (row.kind !== 'cue' || time?.kind !== 'cue') return []
      return [
        {
          cueId: row.cue.id,
          number: row.cue.number ?? String(row.index + 1),
          title: row.cue.title,
          group: row.group?.title ?? null,
          startMs: time.startMs,
          durationMs: time.durationMs,
        },
      ]
    }),
  }
}
