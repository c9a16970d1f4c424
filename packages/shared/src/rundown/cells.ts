import type { CellValue, Column } from './columns.schema.ts'

/**
 * What a cell shows: a value that its column's type cannot mean reads as empty (the type may have been changed
 * since). An option that is no longer offered still stands, so that nobody's choice vanishes unseen.
 */
export function fitCellValue(column: Pick<Column, 'type'>, value: CellValue): CellValue {
  switch (column.type) {
    case 'number':
      return typeof value === 'number' ? value : null
    case 'duration':
      return typeof value === 'number' && value >= 0 ? value : null
    case 'checkbox':
      return value === true
    case 'text':
    case 'rich-text':
    case 'select':
    case 'person':
    case 'url':
    case 'image':
      return typeof value === 'string' && value !== '' ? value : null
  }
}
