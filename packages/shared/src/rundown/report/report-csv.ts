import { currencyDigits, type Currency, type EpochMs } from '../../kernel/index.ts'
import type { ReportLine, ShowReport } from './report.schema.ts'

export type ReportTexts = {
  currency: Currency
  /** Time of day in the show's zone, `19:04:31`. */
  clock: (atMs: EpochMs) => string
}

type Column = [head: string, cell: (line: ReportLine, texts: ReportTexts) => string]

const columns: readonly Column[] = [
  ['Number', (line) => line.number],
  ['Cue', (line) => line.title],
  ['Group', (line) => line.group ?? ''],
  ['Planned start', (line, { clock }) => timeOf(line.plannedStartMs, clock)],
  ['Actual start', (line, { clock }) => timeOf(line.actualStartMs, clock)],
  ['Late (s)', (line) => secondsOf(line.lateMs)],
  ['Planned length (s)', (line) => secondsOf(line.plannedMs)],
  ['Actual length (s)', (line) => secondsOf(line.actualMs)],
  ['Over (s)', (line) => secondsOf(line.overMs)],
  ['Held (s)', (line) => secondsOf(line.heldMs)],
  ['Added (s)', (line) => secondsOf(line.addedMs)],
  ['Orders', (line) => String(line.orders)],
  ['Gross', (line, { currency }) => amountOf(line.grossMinor, currency)],
]

/**
 * The report as CSV (RFC 4180): comma, CRLF, a byte order mark so that spreadsheets read UTF-8; lengths in
 * seconds, amounts in major units.
 */
export function reportCsv(report: ShowReport, texts: ReportTexts): string {
  const rows = [
    columns.map(([head]) => head),
    ...report.lines.map((line) => columns.map(([, cell]) => cell(line, texts))),
  ]
  return `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}

/** What begins like a formula is no formula: titles are typed by many people (CWE-1236). */
function csvCell(text: string): string {
  const plain = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

function timeOf(atMs: EpochMs | null, clock: (atMs: EpochMs) => string): string {
  return atMs === null ? '' : clock(atMs)
}

function secondsOf(durationMs: number | null): string {
  return durationMs === null ? '' : String(Math.round(durationMs / 1_000))
}

function amountOf(minor: number, currency: Currency): string {
  const digits = currencyDigits(currency)
  return (minor / 10 ** digits).toFixed(digits)
}
