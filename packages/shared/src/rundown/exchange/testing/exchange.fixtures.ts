import fc from 'fast-check'
import { generateNKeysBetween } from 'fractional-indexing'
import { cellKey, columnTypeSchema, type CellValue, type Column } from '../../columns.schema.ts'
import {
  autoFollowSchema,
  cueTypeSchema,
  layoutSchema,
  timerTypeSchema,
} from '../../document.schema.ts'
import { settingsSchema } from '../../views.schema.ts'
import { newCue } from '../new-entries.ts'
import type { RundownContent } from '../rundown-content.ts'
import type { Surroundings } from '../surroundings.ts'

/** Runs of show of all sorts, and the show around them. */

export const nowMs = 1_700_000_000_000

export const products = [
  { id: 'p1', code: 'FLASK', label: 'Enamel flask' },
  { id: 'p2', code: 'CUP', label: 'Cup, blue' },
  { id: 'CUP', code: 'p2', label: 'A name that is an id' },
]
export const sources = [
  { id: 'cam1', code: null, label: 'Wide' },
  { id: 'cam2', code: null, label: 'Table' },
]

export function surroundings(content: Pick<RundownContent, 'columns' | 'groups'>): Surroundings {
  return { currency: 'EUR', sources, products, columns: content.columns, groups: content.groups }
}

export const empty: RundownContent = {
  cues: [],
  groups: [],
  columns: [],
  cells: new Map(),
  triggers: [],
  presets: [],
  settings: settingsSchema.parse({}),
}

/** Counts up, so that a failing run can be read. */
export function countingIds(): () => string {
  let count = 0
  return () => `new-${(count += 1)}`
}

const lengthMs = fc.integer({ min: 0, max: 86_400_000 })
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null })
/** A carriage return is written as a line feed, and that is all that an exchange changes in a text. */
const words = fc
  .string({ unit: 'grapheme', maxLength: 24 })
  .map((text) => text.replaceAll('\r', '\n').slice(0, 200))
const trimmed = words.map((text) => text.trim().slice(0, 16)).filter((text) => text !== '')

const cueFieldsArbitrary = fc.record({
  title: words,
  notes: words,
  script: words,
  type: fc.constantFrom(...cueTypeSchema.options),
  durationMs: lengthMs,
  sourceId: maybe(fc.constantFrom('cam1', 'cam2')),
  productId: maybe(fc.constantFrom('p1', 'p2', 'CUP')),
  priceMinor: maybe(fc.integer({ min: 0, max: 1_000_000_000 })),
  quantity: maybe(fc.integer({ min: 0, max: 1_000_000 })),
  colour: maybe(fc.constantFrom('sky', '#a1b2c3', 'facade', '112233')),
  skip: fc.boolean(),
  flag: fc.boolean(),
  number: maybe(trimmed),
  milestone: fc.boolean(),
  announced: fc.boolean(),
  startMode: fc.constantFrom('linked' as const, 'soft' as const, 'hard' as const),
  startTodMs: maybe(fc.integer({ min: 0, max: 86_399_999 })),
  lockEnd: fc.boolean(),
  endTodMs: maybe(fc.integer({ min: 0, max: 86_399_999 })),
  delayMs: fc.integer({ min: -86_400_000, max: 86_400_000 }),
  autoFollow: fc.constantFrom(...autoFollowSchema.options),
  timerType: fc.constantFrom(...timerTypeSchema.options),
  warnMs: maybe(lengthMs),
  dangerMs: maybe(lengthMs),
  layout: maybe(fc.constantFrom(...layoutSchema.options)),
  mediaId: maybe(trimmed),
  group: fc.integer({ min: -1, max: 3 }),
})

const columnArbitrary = fc.record({
  name: trimmed,
  type: fc.constantFrom(...columnTypeSchema.options),
})

function cellOf(column: Column): fc.Arbitrary<CellValue> {
  switch (column.type) {
    case 'text':
    case 'rich-text':
      return words
    case 'number':
      return maybe(fc.integer({ min: -1_000_000, max: 1_000_000 }))
    case 'duration':
      return maybe(lengthMs)
    case 'checkbox':
      return fc.constantFrom(true, null)
    case 'select':
      return maybe(fc.constantFrom('red', 'Blue'))
    case 'person':
      return maybe(trimmed)
    case 'url':
      return maybe(fc.constantFrom('https://example.org/a?b=c', 'http://example.org'))
    case 'image':
      return maybe(fc.constant('file:abc'))
  }
}

/** Groups (some of the same name), cues in and out of them, and columns of every type with their cells. */
export const contentArbitrary: fc.Arbitrary<RundownContent> = fc
  .record({
    groups: fc.array(fc.record({ title: words, targetMs: maybe(lengthMs) }), { maxLength: 4 }),
    cues: fc.array(cueFieldsArbitrary, { minLength: 1, maxLength: 12 }),
    columns: fc.uniqueArray(columnArbitrary, { maxLength: 4, selector: ({ name }) => name }),
  })
  .chain(({ groups, cues, columns }) => {
    const orders = generateNKeysBetween(null, null, groups.length + cues.length + columns.length)
    const madeColumns = columns.map((column, index): Column => ({
      ...column,
      id: `column-${index}`,
      order: orders[index] ?? '',
      options: ['red', 'Blue'],
      writers: [],
      department: null,
      deletedAt: null,
      createdAt: nowMs,
    }))
    const madeGroups = groups.map((group, index) => ({
      ...group,
      id: `group-${index}`,
      order: orders[cues.length + index] ?? '',
      colour: null,
      deletedAt: null,
      createdAt: nowMs,
    }))
    const madeCues = cues.map(({ group, ...fields }, index) => {
      const groupId = madeGroups[group]?.id ?? null
      return newCue({ ...fields, groupId, id: `cue-${index}`, order: orders[index] ?? '' }, nowMs)
    })
    const cells = madeCues.flatMap((cue) =>
      madeColumns.map((column) =>
        cellOf(column).map((value): [string, CellValue] => [cellKey(cue.id, column.id), value]),
      ),
    )
    return fc.tuple(...cells).map((pairs): RundownContent => ({
      ...empty,
      cues: madeCues,
      groups: madeGroups,
      columns: madeColumns,
      cells: new Map(pairs.filter(([, value]) => value !== null && value !== '')),
    }))
  })
