import { cueColumnByKey } from '../columns.ts'
import type { CellValue } from '../columns.schema.ts'
import type { Cue } from '../document.schema.ts'
import { deriveTimes } from './derive-times.ts'
import { readCell, readField } from './field-value.ts'
import type {
  ImportedFields,
  IncomingColumn,
  IncomingCue,
  IncomingGroup,
  Problem,
  Understood,
} from './incoming.ts'
import { newColumnType, targetKey, type ColumnMapping, type TableMapping } from './mapping.ts'
import { readLength } from './time-value.ts'
import type { ReadingChoices, Surroundings } from './surroundings.ts'
import { cellText, isBlank, type Table, type TableCell } from './table.ts'

/** More rows than a run of show can have cues. */
export const maxTableRows = 5_000
const maxTitle = 200

const groupWords = ['group', 'block', 'section', 'act']
const groupEndWords = ['group-end', 'group end', 'end group']
const leftOutWords = ['skip import', 'skip-import', 'ignore']

type Row = readonly TableCell[]

/**
 * Reads a table by its mapping. Never throws, whatever is in the table; what cannot be read is told row by row.
 * A row whose type says `group` is the head of a group: the cues below belong to it, unless a column says otherwise.
 */
export function readTable(
  table: Table,
  mapping: TableMapping,
  show: Surroundings,
  choices: ReadingChoices,
): Understood {
  const problems: Problem[] = []
  const reader = new TableReader(mapping, show, choices, problems)
  const rows = table.rows.slice(mapping.headerRow + 1)
  if (rows.length > maxTableRows) {
    problems.push(whole(`${rows.length} rows are too many: ${maxTableRows} is the most`))
  }
  rows.slice(0, maxTableRows).forEach((row, index) => {
    reader.read(row, mapping.headerRow + 2 + index)
  })
  const said = new Set(mapping.columns.map((column) => column.target))
  const read = deriveTimes(reader.rows, {
    length: said.has('field:durationMs'),
    startMode: said.has('field:startMode'),
  })
  if (read.length === 0) problems.push(whole('there is no row with a cue in it'))
  if (!mapping.columns.some((column) => column.target === 'field:title')) {
    problems.push(note(null, null, 'No column is taken for the title.'))
  }
  const incoming = {
    rows: read,
    columns: [...reader.columns.values()],
    triggers: null,
    presets: null,
    settings: null,
  }
  return { incoming, problems }
}

class TableReader {
  readonly rows: (IncomingCue | IncomingGroup)[] = []
  readonly columns = new Map<number, IncomingColumn>()
  readonly #mapping: TableMapping
  readonly #show: Surroundings
  readonly #choices: ReadingChoices
  readonly #problems: Problem[]
  readonly #ids = new Set<string>()
  readonly #saysGroup: boolean
  /** The group whose head was read last. */
  #openGroup: string | null | undefined

  constructor(
    mapping: TableMapping,
    show: Surroundings,
    choices: ReadingChoices,
    problems: Problem[],
  ) {
    this.#mapping = mapping
    this.#show = show
    this.#choices = choices
    this.#problems = problems
    this.#saysGroup = mapping.columns.some((column) => column.target === 'field:groupId')
    for (const column of mapping.columns) {
      const taken = this.#columnOf(column)
      if (taken) this.columns.set(column.index, taken)
    }
  }

  read(row: Row, rowNumber: number): void {
    const used = this.#mapping.columns.filter((column) => column.target !== 'ignore')
    if (used.every((column) => isBlank(row[column.index]))) return
    const typeColumn = used.find((column) => column.target === 'field:type')
    const type = typeColumn ? cellText(row[typeColumn.index]).trim().toLowerCase() : ''
    if (leftOutWords.includes(type)) return
    if (groupEndWords.includes(type)) this.#openGroup = null
    else if (groupWords.includes(type)) this.#readGroup(row, rowNumber)
    else this.#readCue(row, rowNumber, type)
  }

  #readGroup(row: Row, rowNumber: number): void {
    const id = this.#idIn(row, rowNumber)
    const fields: IncomingGroup['fields'] = {}
    for (const column of this.#mapping.columns) {
      const cell = row[column.index] ?? null
      if (column.target === 'field:title') {
        const title = cellText(cell)
        if (title.length > maxTitle) {
          this.#error(rowNumber, column, `a group's name has at most ${maxTitle} letters`)
        } else fields.title = title
      }
      const field = cueColumnByKey(targetKey(column.target))
      if (column.target === 'field:colour' && field) {
        const colour = this.#field(field, cell, rowNumber, column)
        if (colour !== undefined) fields.colour = colour as string | null
      }
      if (column.target === 'field:durationMs') {
        const targetMs = isBlank(cell) ? null : readLength(cell, this.#choices.bareNumber)
        if (
          targetMs === undefined ||
          (targetMs !== null && (targetMs < 0 || targetMs > 86_400_000))
        ) {
          this.#error(rowNumber, column, 'write a length such as 30:00')
        } else fields.targetMs = targetMs
      }
    }
    const ref = id === null ? `row:${rowNumber}` : `#${id}`
    this.#openGroup = ref
    this.rows.push({ kind: 'group', rowNumber, ref, id, fields })
  }

  #readCue(row: Row, rowNumber: number, type: string): void {
    const fields: Record<string, Cue[keyof Cue]> = {}
    const cells = new Map<string, CellValue>()
    let group: string | null | undefined = this.#openGroup
    for (const column of this.#mapping.columns) {
      const cell = row[column.index] ?? null
      const own = this.columns.get(column.index)
      if (own) {
        const reading = readCell(this.#optionsFor(own, cell), cell, this.#choices)
        if (reading.ok) cells.set(own.ref, reading.value)
        else this.#error(rowNumber, column, reading.advice)
      } else if (column.target === 'field:groupId') {
        group = isBlank(cell) ? null : cellText(cell)
      } else if (column.target.startsWith('field:')) {
        const field = cueColumnByKey(targetKey(column.target))
        const value = field && this.#field(field, cell, rowNumber, column)
        if (field && value !== undefined) fields[field.key] = value
      }
    }
    if (type === 'milestone') fields['milestone'] = true
    if (!this.#saysGroup && this.#openGroup === undefined) group = undefined
    this.rows.push({
      kind: 'cue',
      rowNumber,
      id: this.#idIn(row, rowNumber),
      group,
      fields: fields as ImportedFields,
      cells,
    })
  }

  #field(
    field: NonNullable<ReturnType<typeof cueColumnByKey>>,
    cell: TableCell,
    rowNumber: number,
    column: ColumnMapping,
  ): Cue[keyof Cue] | undefined {
    const { key } = field
    if (key === 'id') return undefined
    const reading = readField({ ...field, key }, cell, this.#show, this.#choices)
    if (reading.ok) return reading.value
    this.#error(rowNumber, column, reading.advice)
    return undefined
  }

  /** A new column of choices offers what the file has chosen. */
  #optionsFor(column: IncomingColumn, cell: TableCell): IncomingColumn {
    const text = cellText(cell).trim()
    const news = column.columnId === null && column.type === 'select' && text !== ''
    if (
      news &&
      text.length <= 80 &&
      column.options.length < 100 &&
      !column.options.includes(text)
    ) {
      column.options.push(text)
    }
    return column
  }

  #columnOf(column: ColumnMapping): IncomingColumn | null {
    const type = newColumnType(column.target)
    if (type !== null) {
      const name = (column.header || `Column ${column.index + 1}`).slice(0, 80)
      const ref = `new:${column.index}`
      return { ref, columnId: null, name, type, options: [], writers: [], department: null }
    }
    if (!column.target.startsWith('column:')) return null
    const known = this.#show.columns.find((each) => each.id === targetKey(column.target))
    return known ? { ...known, ref: known.id, columnId: known.id } : null
  }

  #idIn(row: Row, rowNumber: number): string | null {
    const column = this.#mapping.columns.find((each) => each.target === 'id')
    const id = column ? cellText(row[column.index]).trim() : ''
    if (!column || id === '') return null
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id) || id === '__proto__') {
      this.#error(rowNumber, column, 'leave the id as it was exported, or empty for a new cue')
      return null
    }
    if (this.#ids.has(id)) {
      this.#error(rowNumber, column, 'another row has this id; leave it empty for a new cue')
      return null
    }
    this.#ids.add(id)
    return id
  }

  #error(rowNumber: number, column: ColumnMapping, text: string): void {
    const name = column.header || `Column ${column.index + 1}`
    this.#problems.push({ severity: 'error', rowNumber, column: name, text })
  }
}

function whole(text: string): Problem {
  return { severity: 'error', rowNumber: null, column: null, text }
}

function note(rowNumber: number | null, column: string | null, text: string): Problem {
  return { severity: 'note', rowNumber, column, text }
}
