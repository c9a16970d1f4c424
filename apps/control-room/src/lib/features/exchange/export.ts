import { cueColumns } from '@stallcast/shared/rundown'
import {
  rowsOf,
  writeCalendar,
  writeRundownFile,
  writeTable,
  type CalendarEvent,
  type Table,
} from '@stallcast/shared/rundown/exchange'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { clockText, durationText } from '#lib/ui/index.ts'
import type { PdfDocument, PdfLine } from './codecs/pdf.codec.ts'
import { documentContent } from './document-content.ts'
import { surroundingsOf } from './surroundings.ts'

export type ExportFormat = 'xlsx' | 'csv' | 'json' | 'pdf' | 'ics'

export type ExportChoice = {
  format: ExportFormat
  /** Columns by key; null: all of them. */
  columns: readonly string[] | null
  paper: PdfDocument['paper']
  calendar: { show: boolean; groups: boolean; flagged: boolean }
}

/** @returns the file, and what a person should know about it */
export async function makeExport(
  desk: Desk,
  choice: ExportChoice,
  nowMs: number,
): Promise<{ blob: Blob; name: string; note: string | null }> {
  const content = documentContent(desk.collab.doc)
  const show = surroundingsOf(desk)
  const name = fileName(desk)
  const table = (): Table => writeTable(content, show, choice.columns ?? undefined)
  switch (choice.format) {
    case 'xlsx': {
      const { writeXlsx } = await import('./codecs/xlsx.codec.ts')
      const made = table()
      const { blob, cut } = await writeXlsx(made, numericColumns(desk, made))
      const note =
        cut === 0
          ? null
          : `${cut} texts are longer than a spreadsheet takes and were cut. JSON has them whole.`
      return { blob, name: `${name}.xlsx`, note }
    }
    case 'csv': {
      const { writeCsv } = await import('./codecs/csv.codec.ts')
      return { blob: writeCsv(table()), name: `${name}.csv`, note: null }
    }
    case 'json': {
      const file = writeRundownFile(content, showOf(desk), show.products)
      const blob = new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' })
      return { blob, name: `${name}.stallcast.json`, note: null }
    }
    case 'pdf': {
      const { writePdf } = await import('./codecs/pdf.codec.ts')
      return {
        blob: await writePdf(pdfOf(desk, table(), choice, nowMs)),
        name: `${name}.pdf`,
        note: null,
      }
    }
    case 'ics': {
      const events = calendarEvents(desk, choice.calendar)
      const { timeZone } = desk
      const text = writeCalendar({ name: showOf(desk).title, timeZone, nowMs, events })
      return { blob: new Blob([text], { type: 'text/calendar' }), name: `${name}.ics`, note: null }
    }
  }
}

/** Hands a file to the browser's downloads. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

function showOf(desk: Desk) {
  const { title = '', subtitle = '', plannedStartMs = 0 } = desk.live.show ?? {}
  return { title, subtitle, currency: desk.currency, timeZone: desk.timeZone, plannedStartMs }
}

function fileName(desk: Desk): string {
  const { title, plannedStartMs } = showOf(desk)
  const day = new Intl.DateTimeFormat('sv', { timeZone: desk.timeZone }).format(plannedStartMs)
  return (
    `${title} ${day}`
      .replaceAll(/[^\p{L}\p{N} ._-]/gu, '')
      .trim()
      .slice(0, 80) || 'Run of show'
  )
}

/** Places of the columns whose cells a spreadsheet may reckon with. */
function numericColumns(desk: Desk, table: Table): Set<number> {
  const names = new Set([
    ...cueColumns
      .filter(({ kind }) => kind === 'money' || kind === 'number')
      .map(({ title }) => title),
    ...desk.rundown.columns.filter(({ type }) => type === 'number').map(({ name }) => name),
  ])
  const places = (table.rows[0] ?? []).map((name, index) => (names.has(String(name)) ? index : -1))
  return new Set(places.filter((place) => place >= 0))
}

/** How much of the width a column takes, against the plain 10. */
const widths: Readonly<Record<string, number>> = {
  Number: 8,
  Title: 26,
  Notes: 30,
  Script: 40,
  Start: 11,
  Length: 9,
  Flag: 6,
  Skip: 6,
}

/** The table for reading: times as they come out of the plan, lengths as on the desk. */
function pdfOf(desk: Desk, table: Table, choice: ExportChoice, nowMs: number): PdfDocument {
  const [header = [], ...body] = table.rows
  const { title, subtitle, plannedStartMs } = showOf(desk)
  const startAt = header.indexOf('Start')
  const lengthAt = header.indexOf('Length')
  const numberAt = header.indexOf('Number')
  const starts = new Map(desk.plan.cues.map((cue) => [cue.cueId, cue]))
  const groups = new Map(desk.plan.groups.map((group) => [group.groupId, group]))
  const rows = rowsOf(documentContent(desk.collab.doc))
  const lines = rows.map((row, index): PdfLine => {
    // Bold and struck words are marked in the text; on paper the marks are only in the way.
    const cells = (body[index] ?? []).map((cell) => String(cell ?? '').replaceAll(/\*\*|~~/g, ''))
    const planned = row.kind === 'cue' ? starts.get(row.cue.id) : groups.get(row.group.id)
    const put = (at: number, text: string): void => {
      if (at >= 0) cells[at] = text
    }
    if (planned) put(startAt, clockText(planned.startMs, desk.timeZone))
    if (row.kind === 'cue') {
      put(lengthAt, row.cue.milestone ? '' : durationText(row.cue.durationMs))
      put(numberAt, row.cue.number ?? String(row.index + 1))
      return { kind: row.cue.skip ? 'skipped' : 'cue', cells, colour: row.cue.colour }
    }
    const group = groups.get(row.group.id)
    put(lengthAt, group ? durationText(group.plannedMs) : '')
    return { kind: 'group', cells, colour: row.group.colour }
  })
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone: desk.timeZone,
    dateStyle: 'full',
  }).format(plannedStartMs)
  const { startMs, endMs } = desk.plan
  const times = `${clockText(startMs, desk.timeZone, false)} to ${clockText(endMs, desk.timeZone, false)}`
  const length = durationText(endMs - startMs)
  return {
    title: subtitle ? `${title}: ${subtitle}` : title,
    subtitle: `${day}, ${times} (${desk.timeZone}) · ${length} · ${desk.rundown.cues.length} cues`,
    footer: `${title} · as of ${clockText(nowMs, desk.timeZone, false)}`,
    paper: choice.paper,
    header: header.map(String),
    widths: header.map((name) => widths[String(name)] ?? 10),
    lines,
  }
}

function calendarEvents(desk: Desk, wanted: ExportChoice['calendar']): CalendarEvent[] {
  const { plan, rundown, showId } = desk
  const { title, subtitle } = showOf(desk)
  const event = (
    uid: string,
    name: string,
    notes: string,
    at: { startMs: number; endMs: number },
  ): CalendarEvent => ({
    uid: `${uid}@${showId}.stallcast`,
    title: name || 'Untitled',
    notes,
    startsAtMs: at.startMs,
    endsAtMs: Math.max(at.endMs, at.startMs),
  })
  const groups = plan.groups.map((at) =>
    event(at.groupId, `${title}: ${rundown.group(at.groupId)?.title ?? ''}`, '', at),
  )
  const flagged = plan.cues.flatMap((at) => {
    const cue = rundown.cue(at.cueId)
    return cue?.flag && !cue.skip ? [event(cue.id, `${title}: ${cue.title}`, cue.notes, at)] : []
  })
  return [
    ...(wanted.show ? [event('show', title, subtitle, plan)] : []),
    ...(wanted.groups ? groups : []),
    ...(wanted.flagged ? flagged : []),
  ]
}
