import type { Role } from '@stallcast/shared/crew'
import {
  cueFieldDefaults,
  viewColumns,
  type Choice,
  type Column,
  type ViewColumn,
  type ViewLookups,
} from '@stallcast/shared/rundown'

/** A column of the desk's table; `number` (the place) and the actions stand around them. */
export type TableColumn = ViewColumn & {
  /** What stands in the head of the table. */
  head: string
  widthPx: number | null
  /** Figures stand at the end of their cell. */
  end: boolean
  /** Worked out, not written. */
  computed: boolean
  /** Whether a cell can be emptied. */
  optional: boolean
}

const usual = ['title', 'durationMs', 'sourceId', 'plan', 'expect']
/** What a narrow table leaves out unless somebody asked for it. */
const roomy = ['sourceId', 'plan']

const shortTitles: Readonly<Record<string, string>> = {
  title: 'Cue',
  sourceId: 'Cam',
  plan: 'Plan',
  expect: 'Expect',
}

const widths: Readonly<Record<string, number>> = {
  durationMs: 60,
  sourceId: 44,
  plan: 64,
  expect: 76,
  colour: 56,
}

const widthsByKind: Readonly<Partial<Record<ViewColumn['kind'], number>>> = {
  text: 150,
  'rich-text': 210,
  checkbox: 74,
  number: 76,
  money: 76,
  duration: 72,
  'signed-duration': 72,
  'time-of-day': 74,
  image: 84,
}

const figures = new Set<ViewColumn['kind']>([
  'duration',
  'signed-duration',
  'time-of-day',
  'money',
  'number',
  'moment',
])

/** Every column the desk can show. `number` is always there, as the place of the cue. */
export function tableColumns(
  custom: readonly Column[],
  lookups: ViewLookups,
  media: readonly Choice[] = [],
): TableColumn[] {
  return viewColumns(custom, lookups)
    .filter(({ key }) => key !== 'milestone')
    .map((column): ViewColumn =>
      column.key === 'mediaId' ? { ...column, kind: 'choice', choices: media } : column,
    )
    .map((column) => ({
      ...column,
      head: shortTitles[column.key] ?? column.title,
      widthPx:
        column.key === 'title' ? null : (widths[column.key] ?? widthsByKind[column.kind] ?? 120),
      end: figures.has(column.kind) || column.key === 'sourceId',
      computed: column.kind === 'moment',
      optional: column.custom || isOptional(column.key),
    }))
}

function isOptional(key: string): boolean {
  const defaults: Readonly<Record<string, unknown>> = cueFieldDefaults
  return Object.hasOwn(defaults, key) && defaults[key] === null
}

/**
 * The columns that are shown, in order: those that were chosen, else the usual ones and those of the person's
 * own department. The title always stands first.
 * @param chosen keys; null: nobody chose on this device
 */
export function shownColumns(
  all: readonly TableColumn[],
  chosen: readonly string[] | null,
  role: Role,
  narrow: boolean,
): TableColumn[] {
  const keys = chosen ?? [
    ...usual.filter((key) => !narrow || !roomy.includes(key)),
    ...all.filter((column) => column.department === role).map((column) => column.key),
  ]
  return ['title', ...keys.filter((key) => key !== 'title')].flatMap(
    (key) => all.find((column) => column.key === key) ?? [],
  )
}

/** CSS grid columns: place, the columns, actions. @param tight leaves out the air between figures */
export function gridTemplate(columns: readonly TableColumn[], tight: boolean): string {
  const tracks = columns.map(({ widthPx, end }) => {
    if (widthPx === null) return 'minmax(130px, 1fr)'
    return `${tight && end ? widthPx - 8 : widthPx}px`
  })
  return [numberWidth(tight), ...tracks, tight ? '26px' : '30px'].join(' ')
}

export function numberWidth(tight: boolean): string {
  return tight ? '36px' : '40px'
}
