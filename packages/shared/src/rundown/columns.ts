import type { Cue } from './document.schema.ts'

/** A column that every show has, over one field of a cue. Titles stand in each table's head. */
export type CueColumn = {
  key: keyof Cue
  title: string
  kind:
    | 'text'
    | 'rich-text'
    | 'duration'
    | 'time-of-day'
    | 'signed-duration'
    | 'money'
    | 'number'
    | 'choice'
    | 'checkbox'
    | 'colour'
    | 'source'
    | 'product'
    | 'group'
}

/**
 * The built-in columns in the order in which tables and exports name them. Their keys are what a view's columns,
 * an import's mapping and the interfaces call them; columns of the crew go by their id.
 */
export const cueColumns: readonly CueColumn[] = [
  { key: 'number', title: 'Number', kind: 'text' },
  { key: 'title', title: 'Title', kind: 'text' },
  { key: 'type', title: 'Type', kind: 'choice' },
  { key: 'groupId', title: 'Group', kind: 'group' },
  { key: 'startMode', title: 'Start mode', kind: 'choice' },
  { key: 'startTodMs', title: 'Start', kind: 'time-of-day' },
  { key: 'durationMs', title: 'Length', kind: 'duration' },
  { key: 'lockEnd', title: 'Lock end', kind: 'checkbox' },
  { key: 'endTodMs', title: 'End', kind: 'time-of-day' },
  { key: 'delayMs', title: 'Delay', kind: 'signed-duration' },
  { key: 'autoFollow', title: 'Follow', kind: 'choice' },
  { key: 'timerType', title: 'Timer', kind: 'choice' },
  { key: 'warnMs', title: 'Warn at', kind: 'duration' },
  { key: 'dangerMs', title: 'Danger at', kind: 'duration' },
  { key: 'sourceId', title: 'Camera', kind: 'source' },
  { key: 'layout', title: 'Layout', kind: 'choice' },
  { key: 'mediaId', title: 'Media', kind: 'text' },
  { key: 'productId', title: 'Product', kind: 'product' },
  { key: 'priceMinor', title: 'Price', kind: 'money' },
  { key: 'quantity', title: 'Quantity', kind: 'number' },
  { key: 'colour', title: 'Colour', kind: 'colour' },
  { key: 'flag', title: 'Flag', kind: 'checkbox' },
  { key: 'skip', title: 'Skip', kind: 'checkbox' },
  { key: 'milestone', title: 'Milestone', kind: 'checkbox' },
  { key: 'announced', title: 'Announced', kind: 'checkbox' },
  { key: 'notes', title: 'Notes', kind: 'rich-text' },
  { key: 'script', title: 'Script', kind: 'rich-text' },
]

export function cueColumnByKey(key: string): CueColumn | undefined {
  return cueColumns.find((column) => column.key === key)
}
