import type { CueCard } from '../clock.schema.ts'
import type { RundownRow } from '../order.ts'
import type { RundownSettings } from '../views.schema.ts'
import { planRundown, type RundownPlan, type ShowTime } from './plan.timing.ts'

/** The cues that can be taken, in running order, as the clock knows them: neither skipped nor milestones. */
export function cueCards(
  rows: readonly RundownRow[],
  plan: RundownPlan,
  settings: RundownSettings,
): CueCard[] {
  return rows
    .filter((row) => row.kind === 'cue')
    .flatMap(({ cue, group, index }): CueCard[] => {
      const planned = plan.cues[index]
      if (planned?.kind !== 'cue') return []
      return [
        {
          id: cue.id,
          title: cue.title,
          type: cue.type,
          durationMs: planned.lockedEndMs === null ? cue.durationMs : planned.durationMs,
          number: cue.number ?? String(index + 1),
          flag: cue.flag,
          groupTitle: group?.title ?? null,
          timerType: cue.timerType,
          autoFollow: cue.autoFollow,
          warnMs: cue.warnMs ?? settings.warnMs,
          dangerMs: cue.dangerMs ?? settings.dangerMs,
          plannedStartMs: planned.delayedStartMs,
          plannedEndMs: planned.delayedEndMs,
        },
      ]
    })
}

/** The cards of a run of show, planned on the way. */
export function planCards(
  rows: readonly RundownRow[],
  settings: RundownSettings,
  show: ShowTime,
): CueCard[] {
  return cueCards(rows, planRundown(rows, settings, show), settings)
}
