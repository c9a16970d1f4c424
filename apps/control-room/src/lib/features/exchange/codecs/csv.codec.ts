import type { Table } from '@stallcast/shared/rundown/exchange'
import Papa from 'papaparse'

/** Delimiter and encoding are guessed. Never throws: a torn file is a short one. */
export function readCsv(bytes: Uint8Array, name: string): Table {
  const text = decodeText(bytes)
  // Excel writes, and reads, a first line that names the delimiter.
  const [hint = '', named] = /^sep=(.)\r?\n/i.exec(text) ?? []
  const body = text.slice(hint.length)
  const { data } = Papa.parse<string[]>(body, { delimiter: named ?? guessDelimiter(body) })
  const rows = data.map((row) => row.map(unguarded))
  while (rows.length > 0 && rows.at(-1)?.every((cell) => cell === '')) rows.pop()
  return { name, rows }
}

/** The one that gives the first rows the most columns, of one number. */
function guessDelimiter(text: string): string {
  const head = text.slice(0, 20_000)
  const columns = (delimiter: string): number => {
    const { data } = Papa.parse<string[]>(head, { delimiter, preview: 20, skipEmptyLines: true })
    const widths = data.map((row) => row.length).toSorted((a, b) => a - b)
    return widths[Math.floor(widths.length / 2)] ?? 0
  }
  const scores = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    width: columns(delimiter),
  }))
  return scores.toSorted((a, b) => b.width - a.width)[0]?.delimiter ?? ','
}

/** UTF-8 with a byte order mark, which spreadsheet programs need to see letters beyond ASCII. */
export function writeCsv(table: Table): Blob {
  const rows = table.rows.map((row) => row.map((cell) => guarded(String(cell ?? ''))))
  const text = Papa.unparse(rows, { newline: '\r\n' })
  return new Blob(['\ufeff', text, '\r\n'], { type: 'text/csv;charset=utf-8' })
}

/** By its mark; without one UTF-8 where the bytes are, else what Windows writes in Western Europe. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/**
 * A spreadsheet program takes a cell that begins like this for a formula and runs it (OWASP, CSV injection); an
 * apostrophe before it keeps it a text. The import takes it off again.
 */
const formulaLike = /^'*[=+\-@\t\r]/

function guarded(text: string): string {
  return formulaLike.test(text) ? `'${text}` : text
}

function unguarded(text: string): string {
  return text.startsWith("'") && formulaLike.test(text) ? text.slice(1) : text
}
