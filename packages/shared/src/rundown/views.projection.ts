import type { ViewGrant } from '../crew/index.ts'
import type { CellValue, Group } from './columns.schema.ts'
import { cueFieldDefaults, type Cue } from './document.schema.ts'
import { isTimeColumn, type ViewColumn } from './views.columns.ts'

/** What times are worked out from, as far as a cue does not have it by default; only where a time column is granted. */
export type ViewTiming = Partial<
  Pick<Cue, 'durationMs' | 'startMode' | 'startTodMs' | 'lockEnd' | 'endTodMs' | 'delayMs'>
>
export const timingFields = [
  'durationMs',
  'startMode',
  'startTodMs',
  'lockEnd',
  'endTodMs',
  'delayMs',
] as const satisfies readonly (keyof ViewTiming)[]

/** A cue as a link shows it: its place, what its state needs, and the granted columns that hold something. */
export type ViewCue = {
  id: string
  order: string
  groupId: string | null
  skip: boolean
  milestone: boolean
  values: Readonly<Record<string, CellValue>>
  timing?: ViewTiming
}

export type ViewGroup = Pick<Group, 'id' | 'order' | 'title' | 'colour' | 'targetMs'>

/** The run of show as one link shows it. `rev` grows by one with each patch. */
export type RundownView = {
  rev: number
  grant: ViewGrant
  columns: readonly ViewColumn[]
  groups: readonly ViewGroup[]
  cues: readonly ViewCue[]
}

/** What has changed of a cue; `values` holds the changed cells only, `null` where one was emptied. */
export type ViewCuePatch = { id: string } & Partial<Omit<ViewCue, 'id'>>

export type RundownViewPatch = {
  rev: number
  cues?: readonly ViewCuePatch[]
  /** Cues that are no longer there. */
  gone?: readonly string[]
  columns?: readonly ViewColumn[]
  groups?: readonly ViewGroup[]
}

/** How a document is asked for one cue; the projection asks for nothing that is not granted. */
export type CueReading = {
  /** A field of the cue, a text as a string. */
  field: (key: string) => unknown
  cell: (columnId: string) => CellValue
}

/** Cuts a cue down to what a grant lets through (VW5). */
export function projectCue(
  id: string,
  reading: CueReading,
  columns: readonly ViewColumn[],
): ViewCue {
  const values: Record<string, CellValue> = {}
  for (const { key, custom } of columns) {
    if (isTimeColumn(key)) continue
    const value = custom ? reading.cell(key) : cellOf(reading.field(key), key)
    if (!isEmpty(value, key)) values[key] = value
  }
  const groupId = reading.field('groupId')
  const cue: ViewCue = {
    id,
    order: String(reading.field('order')),
    groupId: typeof groupId === 'string' ? groupId : null,
    skip: reading.field('skip') === true,
    milestone: reading.field('milestone') === true,
    values,
  }
  if (!columns.some(({ key }) => isTimeColumn(key))) return cue
  const timing = Object.fromEntries(
    timingFields
      .map((field): [string, CellValue] => [field, cellOf(reading.field(field), field)])
      .filter(([field, value]) => !isEmpty(value, field)),
  )
  return { ...cue, timing: timing as ViewTiming }
}

/** What leads from one state of a cue to the next; null when nothing has changed. */
export function patchOf(before: ViewCue | undefined, after: ViewCue): ViewCuePatch | null {
  if (!before) return after
  const values: Record<string, CellValue> = {}
  for (const key of new Set([...Object.keys(before.values), ...Object.keys(after.values)])) {
    const value = after.values[key] ?? null
    if ((before.values[key] ?? null) !== value) values[key] = value
  }
  const patch: ViewCuePatch = { id: after.id }
  if (Object.keys(values).length > 0) patch.values = values
  for (const key of ['order', 'groupId', 'skip', 'milestone'] as const) {
    if (before[key] !== after[key]) Object.assign(patch, { [key]: after[key] })
  }
  const { timing } = after
  if (timing && timingFields.some((field) => before.timing?.[field] !== timing[field])) {
    patch.timing = timing
  }
  return Object.keys(patch).length > 1 ? patch : null
}

/** A cue after a patch. A patch of an unknown cue holds all of it. */
export function patchedCue(before: ViewCue | undefined, patch: ViewCuePatch): ViewCue {
  const { values, ...rest } = patch
  const merged = Object.entries({ ...before?.values, ...values }).filter(
    ([key, value]) => !isEmpty(value, key),
  )
  const base = before ?? { order: '', groupId: null, skip: false, milestone: false }
  return { ...base, ...rest, values: Object.fromEntries(merged) }
}

/** A cue of the run of show again, with defaults where nothing was granted: for orders, times and screens. */
export function cueOfView(cue: ViewCue): Cue {
  const { id, order, groupId, skip, milestone, values, timing } = cue
  return {
    ...cueFieldDefaults,
    type: 'segment',
    durationMs: 0,
    deletedAt: null,
    createdAt: 0,
    title: '',
    notes: '',
    script: '',
    ...builtInOf(values),
    ...timing,
    id,
    order,
    groupId,
    skip,
    milestone,
  }
}

/** Only cells under the names of fields; those of the crew's columns are no part of a cue. */
function builtInOf(values: ViewCue['values']): Partial<Cue> {
  const known = Object.entries(values).filter(
    ([key]) => key in cueFieldDefaults || otherFields.includes(key),
  )
  return Object.fromEntries(known) as Partial<Cue>
}

const otherFields = ['type', 'durationMs', 'title', 'notes', 'script']

function cellOf(value: unknown, key: string): CellValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value
  }
  return (cueFieldDefaults as Record<string, CellValue>)[key] ?? null
}

/** What need not be sent: nothing, or what a cue has that does not say otherwise. */
function isEmpty(value: CellValue, key: string): boolean {
  return (
    value === null || value === '' || value === (cueFieldDefaults as Record<string, CellValue>)[key]
  )
}
