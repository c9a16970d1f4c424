import type { DeliveryView, OutputTarget } from '@stallcast/shared/automation'
import { clockText } from '#lib/ui/time-text.ts'

/** `20:14:05`, with the day when it is another one. */
export function momentText(atMs: number, timeZone: string, nowMs = Date.now()): string {
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone })
  const clock = clockText(atMs, timeZone)
  return day.format(atMs) === day.format(nowMs) ? clock : `${day.format(atMs)}, ${clock}`
}

export function targetText(target: OutputTarget): string {
  return target.kind === 'webhook' ? target.url : `OSC to ${target.host}, port ${target.port}`
}

const stateWords: Readonly<Record<DeliveryView['state'], string>> = {
  waiting: 'waits',
  sending: 'being sent',
  delivered: 'delivered',
  failed: 'failed',
  expired: 'not sent',
}

/** `failed after 10 tries: it answered 500`. */
export function deliveryText(delivery: DeliveryView): string {
  const { state, attempts, lastError, lastStatus } = delivery
  const tries = attempts > 1 ? ` after ${attempts} tries` : ''
  const why = state === 'delivered' ? null : lastError
  const status = state === 'delivered' && lastStatus !== null ? ` (${lastStatus})` : ''
  return `${stateWords[state]}${tries}${status}${why ? `: ${why}` : ''}`
}

/**
 * Arguments of an OSC message as people type them, divided by commas: numbers and true or false as such, the rest as
 * text; quotes keep a comma or a number a text.
 */
export function parseOscArgs(text: string): (string | number | boolean)[] {
  const parts: string[] = text.match(/\s*"[^"]*"\s*|[^,]+/g) ?? []
  return parts.flatMap((part: string): (string | number | boolean)[] => {
    const trimmed = part.trim()
    if (trimmed === '') return []
    if (/^".*"$/.test(trimmed)) return [trimmed.slice(1, -1)]
    if (trimmed === 'true' || trimmed === 'false') return [trimmed === 'true']
    return Number.isFinite(Number(trimmed)) ? [Number(trimmed)] : [trimmed]
  })
}

export function oscArgsText(args: readonly (string | number | boolean)[]): string {
  const quoted = (text: string) =>
    /[,"]/.test(text) || parseOscArgs(text)[0] !== text ? `"${text.replaceAll('"', '')}"` : text
  return args.map((arg) => (typeof arg === 'string' ? quoted(arg) : String(arg))).join(', ')
}
