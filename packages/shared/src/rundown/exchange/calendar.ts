import { zoneOffsetMs } from '../timing/index.ts'

/** One entry of a calendar, in absolute time. */
export type CalendarEvent = {
  uid: string
  title: string
  notes: string
  startsAtMs: number
  endsAtMs: number
}

export type Calendar = {
  name: string
  timeZone: string
  /** When it was written. */
  nowMs: number
  events: readonly CalendarEvent[]
}

/** An iCalendar file (RFC 5545): times in the show's zone, which is described along with its changes. */
export function writeCalendar(calendar: Calendar): string {
  const { name, timeZone, nowMs, events } = calendar
  const zone = utcNames.has(timeZone) ? null : timeZone
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Stallcast//Run of show//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...(zone === null ? [] : [`X-WR-TIMEZONE:${zone}`, ...zoneLines(zone, events)]),
    ...events.flatMap((event) => [
      'BEGIN:VEVENT',
      `UID:${escaped(event.uid)}`,
      `DTSTAMP:${utcStamp(nowMs)}`,
      timeLine('DTSTART', event.startsAtMs, zone),
      timeLine('DTEND', event.endsAtMs, zone),
      `SUMMARY:${escaped(event.title)}`,
      ...(event.notes === '' ? [] : [`DESCRIPTION:${escaped(event.notes)}`]),
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

const utcNames = new Set(['UTC', 'Etc/UTC', 'GMT', 'Etc/GMT'])

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/(?!\t)\p{Cc}/gu, '')
}

const encoder = new TextEncoder()
const maxLineBytes = 75

/** No line is longer than 75 octets, and none breaks inside a character (3.1). */
function folded(line: string): string {
  let text = ''
  let bytes = 0
  for (const letter of line) {
    const size = encoder.encode(letter).length
    if (bytes + size > maxLineBytes) {
      text += '\r\n '
      bytes = 1
    }
    text += letter
    bytes += size
  }
  return text
}

function utcStamp(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

function timeLine(name: string, atMs: number, zone: string | null): string {
  if (zone === null) return `${name}:${utcStamp(atMs)}`
  return `${name};TZID=${zone}:${wallStamp(atMs, zoneOffsetMs(zone, atMs))}`
}

function wallStamp(atMs: number, offset: number): string {
  return utcStamp(atMs + offset).slice(0, -1)
}

const dayMs = 86_400_000

/** The zone's offsets around the events: the one in force at first, and each change up to the last. */
function zoneLines(zone: string, events: readonly CalendarEvent[]): string[] {
  if (events.length === 0) return []
  const fromMs = Math.min(...events.map((event) => event.startsAtMs)) - dayMs
  const untilMs = Math.max(...events.map((event) => event.endsAtMs)) + dayMs
  const first = zoneOffsetMs(zone, fromMs)
  const lines = ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...offsetLines(fromMs, first, first, zone)]
  let before = first
  for (let atMs = fromMs; atMs < untilMs; atMs += dayMs) {
    const after = zoneOffsetMs(zone, atMs + dayMs)
    if (after === before) continue
    const changesAtMs = changeBetween(atMs, atMs + dayMs, zone)
    lines.push(...offsetLines(changesAtMs, before, after, zone))
    before = after
  }
  return [...lines, 'END:VTIMEZONE']
}

function changeBetween(fromMs: number, untilMs: number, zone: string): number {
  const before = zoneOffsetMs(zone, fromMs)
  let low = fromMs
  let high = untilMs
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000
    if (zoneOffsetMs(zone, middle) === before) low = middle
    else high = middle
  }
  return high
}

function offsetLines(atMs: number, from: number, to: number, zone: string): string[] {
  const kind = isDaylight(atMs, to, zone) ? 'DAYLIGHT' : 'STANDARD'
  return [
    `BEGIN:${kind}`,
    // The moment of a change is told in the time that was in force before it.
    `DTSTART:${wallStamp(atMs, from)}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `END:${kind}`,
  ]
}

/** Ahead of the smaller of the two offsets that the year has. */
function isDaylight(atMs: number, offset: number, zone: string): boolean {
  const half = 182 * dayMs
  return offset > Math.min(zoneOffsetMs(zone, atMs - half), zoneOffsetMs(zone, atMs + half), offset)
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`
}
