import type { Cue, RundownSettings } from '@stallcast/shared/rundown'
import { durationText } from '#lib/ui/time-text.ts'

/** The fields of a cue as the inspector groups them. Texts have tabs of their own. */
export const detailGroups = [
  { title: 'Cue', keys: ['number', 'type', 'groupId', 'colour', 'flag', 'skip'] },
  {
    title: 'Time',
    keys: ['startMode', 'startTodMs', 'durationMs', 'lockEnd', 'endTodMs', 'delayMs', 'autoFollow'],
  },
  { title: 'Timer', keys: ['timerType', 'warnMs', 'dangerMs'] },
  { title: 'Picture', keys: ['sourceId', 'layout', 'mediaId'] },
  { title: 'Sale', keys: ['productId', 'priceMinor', 'quantity'] },
] as const satisfies readonly { title: string; keys: readonly (keyof Cue)[] }[]

/** What an empty field means. */
export function emptyWords(key: keyof Cue, settings: RundownSettings): string | null {
  switch (key) {
    case 'number':
      return 'By its place'
    case 'quantity':
      return 'All in stock'
    case 'warnMs':
      return `As the show: ${durationText(settings.warnMs)}`
    case 'dangerMs':
      return `As the show: ${durationText(settings.dangerMs)}`
    case 'colour':
      return 'By its kind'
    default:
      return null
  }
}
