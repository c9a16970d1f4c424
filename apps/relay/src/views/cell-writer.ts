import { DomainError } from '@stallcast/shared/kernel'
import type { ViewCommand } from '@stallcast/shared/protocol'
import {
  cellKey,
  cellSchemaOf,
  cellTextRoot,
  cellTextShape,
  cellValueSchema,
  columnSchema,
  cueColumnByKey,
  cueFieldDefaults,
  cueFields,
  cueTextFields,
  documentShapes,
  fitCellValue,
  isTextColumn,
  mergeSplice,
  type Column,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'

export type CellEdit = Pick<ViewCommand, 'cueId' | 'column' | 'value' | 'expected'>

/**
 * Writes one cell of the run of show, checked like an edit at the desk. Whether the person may is judged before.
 * @throws DomainError `cue.unknown`, `column.unknown`, `view.stale`, `input.invalid`; ZodError
 */
export function writeCell(doc: Y.Doc, edit: CellEdit): void {
  const cue = doc.getMap('cues').get(edit.cueId)
  if (!(cue instanceof Y.Map) || (cue.get('deletedAt') ?? null) !== null) {
    throw new DomainError('cue.unknown')
  }
  if (cueColumnByKey(edit.column)) return writeField(cue, edit)
  const column = columnOf(doc, edit.column)
  if (!column) throw new DomainError('column.unknown', { column: edit.column })
  if (isTextColumn(column.type)) {
    const text = doc.getText(cellTextRoot(edit.cueId, column.id))
    return writeText(text, edit, cellTextShape.maxLength)
  }
  const cells = doc.getMap('cells')
  const key = cellKey(edit.cueId, column.id)
  const seen = (value: unknown) =>
    fitCellValue(column, cellValueSchema.safeParse(value).data ?? null)
  demandUnchanged(seen(cells.get(key)), { ...edit, expected: seen(edit.expected) }, column.name)
  cells.set(key, cellSchemaOf(column.type).parse(edit.value))
}

function writeField(cue: Y.Map<unknown>, edit: CellEdit): void {
  const { column } = edit
  const textField = cueTextFields.find((field) => field === column)
  if (textField) {
    const text = cue.get(textField)
    if (!(text instanceof Y.Text)) throw new DomainError('cue.unknown')
    return writeText(text, edit, textLimit(textField))
  }
  const field = fieldNamed(column)
  if (!field) throw new DomainError('column.unknown', { column })
  const standing = cue.get(column) ?? (cueFieldDefaults as Record<string, unknown>)[column] ?? null
  demandUnchanged(standing, edit, cueColumnByKey(column)?.title ?? column)
  cue.set(column, field.parse(edit.value))
}

function writeText(text: Y.Text, edit: CellEdit, maxLength: number): void {
  const [before, after] = [edit.expected ?? '', edit.value ?? '']
  if (typeof before !== 'string' || typeof after !== 'string') {
    throw new DomainError('input.invalid', { detail: 'a text is wanted here' })
  }
  const splice = mergeSplice(before, after, text.toString())
  if (!splice) return
  if (text.length - splice.remove + splice.insert.length > maxLength) {
    throw new DomainError('input.invalid', { detail: `at most ${maxLength} characters fit here` })
  }
  if (splice.remove > 0) text.delete(splice.at, splice.remove)
  if (splice.insert !== '') text.insert(splice.at, splice.insert)
}

/** A value is replaced whole: somebody else's must not go unseen (VW10). */
function demandUnchanged(standing: unknown, edit: CellEdit, column: string): void {
  const empty = (value: unknown) => (value === '' || value === undefined ? null : value)
  if (empty(standing) !== empty(edit.expected)) throw new DomainError('view.stale', { column })
}

function columnOf(doc: Y.Doc, columnId: string): Column | null {
  const entry = doc.getMap('columns').get(columnId)
  if (!(entry instanceof Y.Map)) return null
  const column = columnSchema.safeParse({ ...entry.toJSON(), id: columnId }).data
  return column && column.deletedAt === null ? column : null
}

function fieldNamed(column: string) {
  return column in cueFields ? cueFields[column as keyof typeof cueFields] : undefined
}

function textLimit(field: (typeof cueTextFields)[number]): number {
  const { cues } = documentShapes.rundown
  const shape = cues?.kind === 'entries' ? cues.fields[field] : undefined
  return shape?.kind === 'text' ? shape.maxLength : 0
}
