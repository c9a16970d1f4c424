import { formatMoney } from '@stallcast/shared/kernel'
import { plainText, type CellValue, type ViewColumn } from '@stallcast/shared/rundown'
import { durationText, parseDuration } from '#lib/ui/time-text.ts'
import { parsePrice, priceFieldText } from './money-text.ts'

/** What of a column says how its values read. */
export type CellColumn = Pick<ViewColumn, 'kind' | 'choices' | 'title'>

const dayMs = 86_400_000
const two = (value: number): string => String(value).padStart(2, '0')

/** `19:30`, or `19:30:15`; milliseconds after midnight. */
export function timeOfDayText(todMs: number): string {
  const seconds = Math.round(todMs / 1_000)
  const minutes = Math.floor(seconds / 60)
  const text = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`
}

/** Reads `19:30`, `19:30:15`, `1930`, `7.30 pm`, `7pm`; null when it is no time of day. */
export function parseTimeOfDay(text: string): number | null {
  const typed = text.trim().toLowerCase()
  const match = /^(\d{1,2})(?:[:.]?(\d{2}))?(?:[:.]?(\d{2}))?\s*(am|pm)?$/.exec(typed)
  if (!match) return null
  const [, hour = '', minute = '0', second = '0', half] = match
  let hours = Number(hour)
  if (half && (hours < 1 || hours > 12)) return null
  if (half) hours = (hours % 12) + (half === 'pm' ? 12 : 0)
  const seconds = hours * 3_600 + Number(minute) * 60 + Number(second)
  return hours < 24 && Number(minute) < 60 && Number(second) < 60 ? seconds * 1_000 : null
}

/** `+1:30`, `−0:30`, `0:00`. */
export function signedText(ms: number): string {
  if (ms === 0) return '0:00'
  return `${ms < 0 ? '−' : '+'}${durationText(Math.abs(ms))}`
}

export function parseSigned(text: string): number | null {
  const typed = text.trim()
  const early = /^[-−–]/.test(typed)
  const ms = parseDuration(typed.replace(/^[-−–+]/, ''))
  return ms === null || !early ? ms : -ms
}

/** A value as it is read in a table; empty for none. */
export function cellText(column: CellColumn, value: CellValue, currency: string): string {
  if (value === null || value === '') return ''
  const { kind } = column
  if (typeof value === 'boolean') return value ? 'Yes' : ''
  if (typeof value === 'string') {
    if (kind === 'rich-text') return plainText(value)
    return column.choices.find((choice) => choice.value === value)?.label ?? value
  }
  switch (kind) {
    case 'duration':
      return durationText(value)
    case 'signed-duration':
      return value === 0 ? '' : signedText(value)
    case 'time-of-day':
      return timeOfDayText(value)
    case 'money':
      return formatMoney(value, currency)
    default:
      return value.toLocaleString('en', { maximumFractionDigits: 6 })
  }
}

/** A value as it stands in the field that edits it. */
export function fieldText(column: CellColumn, value: CellValue, currency: string): string {
  if (value === null) return ''
  if (typeof value !== 'number') return String(value)
  if (column.kind === 'money') return priceFieldText(value, currency)
  return column.kind === 'number' ? String(value) : cellText(column, value, currency)
}

/**
 * Reads what was typed into the field of a column. Nothing typed empties it.
 * @returns undefined when it was not understood
 */
export function parseField(
  column: CellColumn,
  text: string,
  currency: string,
): CellValue | undefined {
  const typed = text.trim()
  if (typed === '') return column.kind === 'signed-duration' ? 0 : null
  switch (column.kind) {
    case 'duration':
      return parseDuration(typed) ?? undefined
    case 'signed-duration':
      return parseSigned(typed) ?? undefined
    case 'time-of-day':
      return parseTimeOfDay(typed) ?? undefined
    case 'money':
      return parsePrice(typed, currency)
    case 'number':
      return parseNumber(typed)
    case 'url':
      return parseUrl(typed)
    default:
      return typed
  }
}

/** What a field hopes for, told when something else was typed. */
export function fieldHint(column: CellColumn): string {
  switch (column.kind) {
    case 'duration':
      return 'Not understood. Try 4:30, 90s or 5m.'
    case 'signed-duration':
      return 'Not understood. Try +1:30 or -45s.'
    case 'time-of-day':
      return 'Not understood. Try 19:30.'
    case 'money':
      return 'Write it like 24.50.'
    case 'number':
      return 'Only a number fits here.'
    case 'url':
      return 'An address begins with https://'
    default:
      return 'Not understood.'
  }
}

function parseNumber(typed: string): number | undefined {
  const plain = typed.replaceAll(/[\s']/g, '')
  if (!/^[-−]?\d+([.,]\d+)?$/.test(plain)) return undefined
  const value = Number(plain.replace('−', '-').replace(',', '.'))
  return Math.abs(value) <= 1e15 ? value : undefined
}

function parseUrl(typed: string): string | undefined {
  const url = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`
  return /^https?:\/\/\S+\.\S+$/i.test(url) && url.length <= 2_000 ? url : undefined
}

/** Times of day wrap at midnight: the next day's half past twelve is half past twelve. */
export function wrapTimeOfDay(ms: number): number {
  return ((ms % dayMs) + dayMs) % dayMs
}
