import { cellSchemaOf } from '../cell-value.ts'
import type { CueColumn } from '../columns.ts'
import { isTextColumn, type CellValue, type Column } from '../columns.schema.ts'
import { cueFieldDefaults, cueFields, type Cue } from '../document.schema.ts'
import { choicesOf, readChoice, readColour, readYesNo } from './choice-value.ts'
import { moneyText, readMoney } from './money-value.ts'
import { findNamed, nameOf, type ReadingChoices, type Surroundings } from './surroundings.ts'
import { cellText, isBlank, type TableCell } from './table.ts'
import { lengthText, readLength, readTimeOfDay, timeOfDayText } from './time-value.ts'

/** What a cell was understood as, or what to write instead. */
export type Reading<Value> = { ok: true; value: Value } | { ok: false; advice: string }

type FieldColumn = Omit<CueColumn, 'key'> & { key: Exclude<keyof Cue, 'id'> }

const texts: Readonly<Record<string, number>> = { title: 500, notes: 20_000, script: 200_000 }
const longestLengthMs = 86_400_000

/** A cell under a built-in column as the value of its field; an empty one is the field's default. */
export function readField(
  column: FieldColumn,
  cell: TableCell,
  show: Surroundings,
  choices: ReadingChoices,
): Reading<Cue[keyof Cue]> {
  const maxLength = texts[column.key]
  if (maxLength !== undefined) return readText(cell, maxLength)
  if (isBlank(cell)) return { ok: true, value: emptyValue(column.key) }
  const reading = readKind(column, cell, show, choices)
  if (!reading.ok) return reading
  const schema = Object.hasOwn(cueFields, column.key)
    ? cueFields[column.key as keyof typeof cueFields]
    : undefined
  if (schema && !schema.safeParse(reading.value).success) return no(cell, adviceFor(column))
  return reading
}

function readKind(
  column: FieldColumn,
  cell: TableCell,
  show: Surroundings,
  choices: ReadingChoices,
): Reading<Cue[keyof Cue]> {
  const text = cellText(cell).trim()
  switch (column.kind) {
    case 'duration':
    case 'signed-duration':
      return understood(cell, readDuration(cell, choices), adviceFor(column))
    case 'time-of-day':
      return understood(cell, readTimeOfDay(cell), adviceFor(column))
    case 'money': {
      const amount = readMoney(cell, show.currency)
      if (amount !== 'other-currency') return understood(cell, amount, adviceFor(column))
      return no(cell, `prices of this show are in ${show.currency}`)
    }
    case 'number':
      return understood(cell, readCount(cell), adviceFor(column))
    case 'checkbox':
      return understood(cell, readYesNo(cell), adviceFor(column))
    case 'colour':
      return understood(cell, readColour(cell), adviceFor(column))
    case 'choice': {
      const options = choicesOf[column.key as keyof typeof choicesOf]
      return understood(cell, readChoice(cell, options), `write ${oneOf(options.options)}`)
    }
    case 'source':
      return named(cell, show.sources, 'camera')
    case 'product':
      return named(cell, show.products, 'product')
    case 'text':
    case 'rich-text':
    case 'group':
      return { ok: true, value: text }
  }
}

function readDuration(cell: TableCell, choices: ReadingChoices): number | undefined {
  const lengthMs = readLength(cell, choices.bareNumber)
  if (lengthMs === undefined || !choices.hoursAreMinutes || typeof cell === 'string')
    return lengthMs
  return Math.round(lengthMs / 60)
}

/** A cell under a column of the crew's. @returns a text for text columns, a cell value for others */
export function readCell(
  column: Pick<Column, 'name' | 'type' | 'options'>,
  cell: TableCell,
  choices: ReadingChoices,
): Reading<CellValue> {
  if (isTextColumn(column.type)) return readText(cell, 20_000)
  if (isBlank(cell)) return { ok: true, value: column.type === 'checkbox' ? false : null }
  const text = cellText(cell).trim()
  switch (column.type) {
    case 'number': {
      const value = typeof cell === 'number' ? cell : Number(text.replace(',', '.'))
      return fitting(column.type, cell, value, 'write a number such as 12 or 3.5')
    }
    case 'checkbox':
      return understood(cell, readYesNo(cell), 'write yes or no')
    case 'duration':
      return fitting(column.type, cell, readDuration(cell, choices), 'write a length such as 1:30')
    case 'select': {
      const option =
        column.options.find((each) => each === text) ??
        column.options.find((each) => each.toLowerCase() === text.toLowerCase())
      return understood(cell, option, `write ${oneOf(column.options)}`)
    }
    case 'url':
      return fitting(column.type, cell, text, 'write an address that begins with https://')
    case 'image':
      return fitting(column.type, cell, text, 'images are put in on the desk; leave it empty')
    case 'person':
      return fitting(column.type, cell, text, 'write one name of at most 200 letters')
    case 'text':
    case 'rich-text':
      return { ok: true, value: text }
  }
}

/** A field as it stands in a file; `readField` of the answer gives the value back. */
export function writeField(column: FieldColumn, value: Cue[keyof Cue], show: Surroundings): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  switch (column.kind) {
    case 'duration':
    case 'signed-duration':
      return lengthText(Number(value))
    case 'time-of-day':
      return timeOfDayText(Number(value))
    case 'money':
      return moneyText(Number(value), show.currency)
    case 'source':
      return nameOf(show.sources, String(value))
    case 'product':
      return nameOf(show.products, String(value))
    default:
      return String(value)
  }
}

export function writeCell(column: Pick<Column, 'type'>, value: CellValue): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return column.type === 'duration' ? lengthText(Number(value)) : String(value)
}

/** What a field holds when nothing is said. */
export function emptyValue(key: FieldColumn['key']): Cue[keyof Cue] {
  const defaults: Readonly<Record<string, Cue[keyof Cue]>> = cueFieldDefaults
  if (key === 'type') return 'segment'
  if (key === 'durationMs') return 0
  return defaults[key] ?? (Object.hasOwn(defaults, key) ? null : '')
}

function adviceFor(column: FieldColumn): string {
  switch (column.kind) {
    case 'duration':
      return `write a length such as 1:30 or 0:01:30, at most ${longestLengthMs / 3_600_000} hours`
    case 'signed-duration':
      return 'write a length such as 1:30, or -1:30 for earlier'
    case 'time-of-day':
      return 'write a time such as 19:04 or 7:04 pm'
    case 'money':
      return 'write an amount such as 24.50'
    case 'number':
      return 'write a whole number from 0'
    case 'checkbox':
      return 'write yes or no'
    case 'colour':
      return 'write a colour such as #22aacc or a plain word'
    case 'text':
      return column.key === 'number'
        ? 'write at most 16 letters or digits'
        : 'write at most 64 letters or digits'
    default:
      return 'write it as the export does'
  }
}

function readText(cell: TableCell, maxLength: number): Reading<string> {
  const text = cellText(cell)
  if (text.length <= maxLength) return { ok: true, value: text }
  return { ok: false, advice: `${text.length} letters are too many, ${maxLength} is the most` }
}

function readCount(cell: TableCell): number | undefined {
  const value = typeof cell === 'number' ? cell : Number(cellText(cell).trim() || Number.NaN)
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

function named(cell: TableCell, things: Surroundings['sources'], what: string): Reading<string> {
  const text = cellText(cell)
  const found = findNamed(things, text)
  if (found) return { ok: true, value: found.id }
  const known = things.map((thing) => thing.code ?? thing.label).slice(0, 8)
  if (known.length === 0) return no(cell, `this show has no ${what} yet; leave it empty`)
  return no(cell, `no ${what} of this show is called so; write ${oneOf(known)}, or leave it empty`)
}

function fitting(
  type: Column['type'],
  cell: TableCell,
  value: CellValue | undefined,
  advice: string,
): Reading<CellValue> {
  const parsed = cellSchemaOf(type).safeParse(value)
  return parsed.success ? { ok: true, value: parsed.data } : no(cell, advice)
}

function understood<Value>(
  cell: TableCell,
  value: Value | undefined,
  advice: string,
): Reading<Value> {
  return value === undefined ? no(cell, advice) : { ok: true, value }
}

function no(cell: TableCell, advice: string): { ok: false; advice: string } {
  const text = cellText(cell).trim()
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text
  return { ok: false, advice: `“${shown}” is not understood: ${advice}` }
}

function oneOf(options: readonly string[]): string {
  if (options.length < 2) return options[0] ?? 'nothing'
  return `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`
}
