import type { PlannedCue } from '@stallcast/shared/rundown'
import { clockText, durationText } from '#lib/ui/time-text.ts'

export type PlanWords = {
  /** Told in full when somebody asks. */
  title: string
  /** `+2:00` free before it, `−0:30` overlap; empty when it follows on. */
  mark: string
  tone: 'plain' | 'warn'
}

/** What is worth knowing of a cue's planned start. */
export function planWords(planned: PlannedCue, timeZone: string): PlanWords {
  const { gapMs, notes, startMode, ownDelayMs, delayedStartMs, startMs } = planned
  const length = durationText(Math.abs(gapMs))
  const at = (ms: number): string => clockText(ms, timeZone)
  const told = notes.map((note) => {
    switch (note) {
      case 'gap':
        return `${length} free before it`
      case 'overlap':
        return `The cue before runs ${length} into its hard start`
      case 'pushed':
        return 'The cue before ends after its soft start, so it starts later'
      case 'end-passed':
        return 'Its locked end lies before its start'
      case 'no-time':
        return 'It waits for a time of day that nobody has entered'
      case 'time-left-out':
        return 'Its time of day is left out by daylight saving'
      case 'time-twice':
        return 'Its time of day comes twice by daylight saving'
    }
  })
  const modes = { linked: [], soft: ['Soft start'], hard: ['Hard start'] }[startMode]
  const delay =
    ownDelayMs === 0
      ? []
      : [`Delay ${ownDelayMs < 0 ? '−' : '+'}${durationText(Math.abs(ownDelayMs))}`]
  const delayed = delayedStartMs === startMs ? [] : [`With delays ${at(delayedStartMs)}`]
  const back = planned.backStartMs === null ? [] : [`At the latest ${at(planned.backStartMs)}`]
  const mark = gapMs === 0 || planned.kind !== 'cue' ? '' : `${gapMs < 0 ? '−' : '+'}${length}`
  // That it is later than the fixed end allows is the whole plan's trouble, told once below the table.
  const bad = notes.some((note) => note !== 'gap' && note !== 'pushed')
  return {
    title: [...modes, ...told, ...delay, ...delayed, ...back].join('. '),
    mark,
    tone: bad ? 'warn' : 'plain',
  }
}
