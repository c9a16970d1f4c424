/** What a spreadsheet or a CSV file holds in one place. A `Date` carries wall-clock time in its UTC fields. */
export type TableCell = string | number | boolean | Date | null

/** One sheet: rows of cells, ragged ones allowed. */
export type Table = { name: string; rows: readonly (readonly TableCell[])[] }

export function isBlank(cell: TableCell | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '')
}

/** What a cell says as text, line ends as in the document. */
export function cellText(cell: TableCell | undefined): string {
  if (cell === undefined || cell === null) return ''
  if (cell instanceof Date) return dateText(cell)
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  return String(cell).replaceAll('\r\n', '\n').replaceAll('\r', '\n')
}

const dayMs = 86_400_000
/** Day 0 of a spreadsheet's calendar: times without a date stand on it. */
const sheetEpochMs = Date.UTC(1899, 11, 30)

/** Time since the calendar's beginning, snapped to the second it was meant to be; null when it is a date. */
export function sheetTimeMs(date: Date): number | null {
  const sinceMs = date.getTime() - sheetEpochMs
  return sinceMs >= 0 && sinceMs < 60 * dayMs ? snapToSecond(sinceMs) : null
}

/** Spreadsheets keep times as fractions of a day, which miss whole seconds by a hair. */
export function snapToSecond(timeMs: number): number {
  const second = Math.round(timeMs / 1_000) * 1_000
  return Math.abs(second - timeMs) <= 2 ? second : Math.round(timeMs)
}

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return ''
  const iso = date.toISOString()
  const time = iso.slice(11, 19)
  if (sheetTimeMs(date) !== null) return time
  return time === '00:00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`
}
