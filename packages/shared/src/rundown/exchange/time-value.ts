import { cellText, sheetTimeMs, snapToSecond, type TableCell } from './table.ts'

const dayMs = 86_400_000
const unitMs = { minutes: 60_000, seconds: 1_000 } as const

/** What a number without a unit means in a column of lengths. */
export type BareNumber = keyof typeof unitMs

const two = (value: number): string => String(value).padStart(2, '0')

/** `0:01:30`, with milliseconds only if there are any; negative ones begin with a minus. */
export function lengthText(lengthMs: number): string {
  const total = Math.abs(lengthMs)
  const seconds = Math.floor(total / 1_000)
  const rest = total % 1_000
  const text = `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`
  return `${lengthMs < 0 ? '-' : ''}${text}${fraction}`
}

/** `19:04:00`. */
export function timeOfDayText(todMs: number): string {
  const [hours = '', ...rest] = lengthText(todMs).split(':')
  return [hours.padStart(2, '0'), ...rest].join(':')
}

const clockPattern = /^(?:(\d{1,4}):)?(\d{1,5}):(\d{1,2})(?:[.,](\d{1,3}))?$/
const unitPattern =
  /^(?:(\d+)\s*h(?:ours?|rs?)?)?\s*(?:(\d+)\s*(?:m|mins?|minutes?|'))?\s*(?:(\d+)\s*(?:s|secs?|seconds?|")?)?$/

/**
 * A length in whole milliseconds: `1:30`, `0:01:30`, `90` (as `bare` says), `90s`, `1h 5m`, a spreadsheet's time.
 * Undefined when it is none.
 */
export function readLength(cell: TableCell, bare: BareNumber): number | undefined {
  if (cell instanceof Date) return sheetTimeMs(cell) ?? undefined
  if (typeof cell === 'boolean') return undefined
  if (typeof cell === 'number') {
    // A fraction of a day is how a spreadsheet keeps a time that nobody formatted as one.
    if (cell > 0 && cell < 1) return snapToSecond(cell * dayMs)
    return Number.isFinite(cell) ? Math.round(cell * unitMs[bare]) : undefined
  }
  const text = cellText(cell).trim().toLowerCase()
  const negative = /^[-−]/.test(text)
  const lengthMs = unsignedLength(text.replace(/^[-−+]\s*/, ''), bare)
  return lengthMs === undefined || !negative ? lengthMs : 0 - lengthMs
}

function unsignedLength(text: string, bare: BareNumber): number | undefined {
  const clock = clockPattern.exec(text)
  if (clock) {
    const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = clock
    if (Number(seconds) > 59 || (clock[1] !== undefined && Number(minutes) > 59)) return undefined
    const whole = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)
    return whole * 1_000 + Number(fraction.padEnd(3, '0'))
  }
  if (/^\d+(?:[.,]\d+)?$/.test(text)) {
    return Math.round(Number(text.replace(',', '.')) * unitMs[bare])
  }
  const units = text === '' ? null : unitPattern.exec(text)
  if (!units) return undefined
  const [, hours = '0', minutes = '0', seconds = '0'] = units
  return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000
}

const todPattern =
  /^(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2})(?:[.,](\d{1,3}))?)?\s*([ap])?\.?(?:m\.?)?$/

/**
 * A time of day in milliseconds after midnight: `19:04`, `7:04 pm`, `19.04`, `2026-05-01 19:04`, a spreadsheet's
 * time or date with time. Undefined when it is none.
 */
export function readTimeOfDay(cell: TableCell): number | undefined {
  if (cell instanceof Date) {
    return Number.isNaN(cell.getTime()) ? undefined : mod(snapToSecond(cell.getTime()), dayMs)
  }
  if (typeof cell === 'number') {
    return cell >= 0 && cell < 1 ? snapToSecond(cell * dayMs) % dayMs : undefined
  }
  const text = cellText(cell)
    .trim()
    .toLowerCase()
    .replace(/^\d{4}-\d{2}-\d{2}[t ]/, '')
  const match = todPattern.exec(text)
  if (!match) return undefined
  const [, hour = '', minute, second = '0', fraction = '', half] = match
  if (minute === undefined && half === undefined) return undefined
  const hours = half === undefined ? Number(hour) : twelveHour(Number(hour), half)
  if (hours === undefined || hours > 23 || Number(minute ?? 0) > 59 || Number(second) > 59) {
    return undefined
  }
  const seconds = hours * 3_600 + Number(minute ?? 0) * 60 + Number(second)
  return seconds * 1_000 + Number(fraction.padEnd(3, '0'))
}

function twelveHour(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined
  return (hour % 12) + (half === 'p' ? 12 : 0)
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by
}
