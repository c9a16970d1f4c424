import type { Role } from '../crew/index.ts'
import { cueColumns, type CueColumn } from './columns.ts'
import { isTextColumn, type Column, type ColumnType } from './columns.schema.ts'
import { cueTextFields } from './document.schema.ts'

export type Choice = { value: string; label: string }

/** `moment`: a time that is worked out from the lengths, read only. */
export type ViewColumnKind = CueColumn['kind'] | ColumnType | 'moment'

/** A column as a view shows it: built-in, worked out, or made by the crew. */
export type ViewColumn = {
  /** Field of a cue, `plan`, `expect`, or the id of a column of the crew's. */
  key: string
  title: string
  kind: ViewColumnKind
  custom: boolean
  /** Its cells are texts that people edit together. */
  sharedText: boolean
  department: Role | null
  /** What a choice, select, camera, product or group may be. */
  choices: readonly Choice[]
}

/** What ids in cells stand for. */
export type ViewLookups = {
  sources: readonly Choice[]
  products: readonly Choice[]
  groups: readonly Choice[]
}

export const noLookups: ViewLookups = { sources: [], products: [], groups: [] }

/** Columns that are worked out from the whole run of show: whoever is granted one is sent all the lengths. */
export const timeColumnKeys = ['plan', 'expect'] as const

const timeTitles: Record<(typeof timeColumnKeys)[number], string> = {
  plan: 'Planned',
  expect: 'Expected',
}

export function isTimeColumn(key: string): boolean {
  return (timeColumnKeys as readonly string[]).includes(key)
}

/** What the values of built-in choices are called. */
export const choiceLabels: Readonly<Record<string, readonly Choice[]>> = {
  type: choices({
    segment: 'Segment',
    offer: 'Offer',
    video: 'Video',
    break: 'Break',
    settle: 'Close the sale',
    custom: 'Other',
  }),
  startMode: choices({ linked: 'Linked', soft: 'Soft', hard: 'Hard' }),
  autoFollow: choices({ none: 'None', load: 'Load next', play: 'Play next' }),
  timerType: choices({
    down: 'Count down',
    up: 'Count up',
    'to-end': 'To the end',
    clock: 'Time of day',
    none: 'None',
  }),
  layout: choices({
    full: 'Full',
    'side-by-side': 'Side by side',
    pip: 'Picture in picture',
    'host-product': 'Host + product',
    grid: 'Grid',
  }),
}

function choices(labels: Readonly<Record<string, string>>): Choice[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }))
}

/** Every column that a view of this show can have, in the order in which they are offered. */
export function viewColumns(custom: readonly Column[], lookups: ViewLookups): ViewColumn[] {
  const builtIn = cueColumns.map((column): ViewColumn => ({
    key: column.key,
    title: column.title,
    kind: column.kind,
    custom: false,
    sharedText: (cueTextFields as readonly string[]).includes(column.key),
    department: null,
    choices: builtInChoices(column, lookups),
  }))
  const times = timeColumnKeys.map((key): ViewColumn => ({
    key,
    title: timeTitles[key],
    kind: 'moment',
    custom: false,
    sharedText: false,
    department: null,
    choices: [],
  }))
  const made = custom
    .filter((column) => column.deletedAt === null)
    .map((column): ViewColumn => ({
      key: column.id,
      title: column.name,
      kind: column.type,
      custom: true,
      sharedText: isTextColumn(column.type),
      department: column.department,
      choices: column.options.map((option) => ({ value: option, label: option })),
    }))
  return [...builtIn, ...times, ...made]
}

function builtInChoices(column: CueColumn, lookups: ViewLookups): readonly Choice[] {
  switch (column.kind) {
    case 'source':
      return lookups.sources
    case 'product':
      return lookups.products
    case 'group':
      return lookups.groups
    default:
      return choiceLabels[column.key] ?? []
  }
}
