import type { CellValue, ViewColumn, ViewColumnKind } from '@stallcast/shared/rundown'
import type { RowSource } from '#lib/features/views/row-source.ts'

/** Short enough to stand side by side. */
const short: readonly ViewColumnKind[] = [
  'checkbox',
  'choice',
  'colour',
  'duration',
  'group',
  'moment',
  'money',
  'number',
  'person',
  'product',
  'select',
  'signed-duration',
  'source',
  'time-of-day',
]

/** The columns of one card: what holds something, short ones apart, and what is empty but could be written. */
export type CardColumns = {
  facts: readonly ViewColumn[]
  texts: readonly ViewColumn[]
  toFill: readonly ViewColumn[]
}

/** @param isOpen whether a cell is being edited: it stays, also while it is empty */
export function cardColumns(
  source: Pick<RowSource, 'value' | 'writeReason'>,
  columns: readonly ViewColumn[],
  cueId: string,
  isOpen: (key: string) => boolean,
): CardColumns {
  const shown = columns.filter(
    ({ key, kind }) => kind === 'moment' || isOpen(key) || !isBlank(source.value(cueId, key)),
  )
  return {
    facts: shown.filter(({ kind }) => short.includes(kind)),
    texts: shown.filter(({ kind }) => !short.includes(kind)),
    toFill: columns.filter((column) => !shown.includes(column) && !source.writeReason(column.key)),
  }
}

/** Nothing that a reader would miss. */
export function isBlank(value: CellValue): boolean {
  return value === null || value === '' || value === false
}
