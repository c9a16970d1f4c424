import type { ApiScope } from './scope.schema.ts'

export type OscValue = string | number | boolean

/** What an address asks for, before anything is checked. @property token null: none was in the address */
export type OscRequest = {
  slug: string
  token: string | null
  /** Segments after slug and token: `['timer', '1', 'start']`. */
  words: readonly string[]
}

export type OscAsk =
  | { kind: 'action'; action: string; body: object }
  | { kind: 'mark.in'; label: string | undefined }
  | { kind: 'mark.out' }

/** Tokens have a form that no action has, so that both forms of address can be told apart. */
export const oscTokenPattern = /^t-[a-z2-7]{16}$/

const root = 'stallcast'
const maxWords = 5

/** `/stallcast/{slug}/go`, or `/stallcast/{slug}/{token}/go`; null for anything else. */
export function parseOscAddress(address: string): OscRequest | null {
  const [empty, first, slug, ...rest] = address.split('/')
  if (empty !== '' || first !== root || !slug) return null
  const [head, ...tail] = rest
  const token = head !== undefined && oscTokenPattern.test(head) ? head : null
  const words = token === null ? rest : tail
  if (words.length === 0 || words.length > maxWords || words.includes('')) return null
  return { slug, token, words }
}

/** A button that is let go sends 0: that asks for nothing (AU21). */
export function isRelease(args: readonly OscValue[]): boolean {
  return args.length === 1 && (args[0] === 0 || args[0] === false)
}

/**
 * Reads words and arguments. A value stands in the address (`/jump/4a`) or is the first argument.
 * @returns null for what is no request of ours, or one that lacks its value
 */
export function readOscRequest(
  words: readonly string[],
  args: readonly OscValue[],
): { scope: ApiScope; ask: OscAsk } | null {
  const [name = '', second] = words
  const value = second ?? args[0]
  const act = (scope: ApiScope, action: string, body: object = {}) => ({
    scope,
    ask: { kind: 'action' as const, action, body },
  })
  switch (name) {
    case 'go':
    case 'back':
    case 'hold':
    case 'resume':
    case 'end':
      return isRelease(args) || words.length > 1 ? null : act('clock', name)
    case 'jump':
      return value === undefined ? null : act('clock', name, { number: String(value) })
    case 'load':
      return act('clock', name, value === undefined ? {} : { number: String(value) })
    case 'skip':
      return isRelease(args) || words.length > 1 ? null : act('clock', name)
    case 'roll':
      return value === undefined ? null : act('clock', name, { on: isOn(value) })
    case 'add':
      return finite(value) === null ? null : act('clock', 'addTime', { seconds: finite(value) })
    case 'take':
      return isRelease(args) || words.length > 1 ? null : act('bus', 'take')
    case 'preview':
    case 'cut':
      return value === undefined ? null : act('bus', name, sourceOf(value))
    case 'offer':
      return second === 'close' && !isRelease(args) ? act('offer', 'offerClose') : null
    case 'mark':
      return isRelease(args) ? null : mark(second, args[0])
    case 'stage':
      return stage(second, args[0], act)
    case 'timer':
      return timer(second, words[2], args, act)
    default:
      return null
  }
}

type Act = (scope: ApiScope, action: string, body?: object) => { scope: ApiScope; ask: OscAsk }

function stage(word: string | undefined, arg: OscValue | undefined, act: Act) {
  if (word === 'message' && typeof arg === 'string' && arg.trim() !== '') {
    return act('stage', 'stageSend', { text: arg.slice(0, 300) })
  }
  if (word === 'clear') return arg === 0 || arg === false ? null : act('stage', 'stageClear')
  if (word === 'blackout' && arg !== undefined) {
    return act('stage', 'stageBlackout', { on: isOn(arg) })
  }
  return null
}

const timerActions: Readonly<Record<string, string>> = {
  start: 'timerStart',
  pause: 'timerPause',
  reset: 'timerReset',
}

function timer(
  id: string | undefined,
  word: string | undefined,
  args: readonly OscValue[],
  act: Act,
) {
  const number = finite(id)
  if (number === null || word === undefined) return null
  if (word === 'add') {
    const seconds = finite(args[0])
    if (seconds === null) return null
    return act('timers', 'timerAdd', { timer: number, deltaMs: Math.round(seconds * 1_000) })
  }
  const action = Object.hasOwn(timerActions, word) ? timerActions[word] : undefined
  return action === undefined || isRelease(args) ? null : act('timers', action, { timer: number })
}

function isOn(value: OscValue): boolean {
  return value !== false && value !== 0 && value !== '0' && value !== 'off'
}

function mark(word: string | undefined, arg: OscValue | undefined) {
  if (word === 'out') return { scope: 'marks' as const, ask: { kind: 'mark.out' as const } }
  if (word !== 'in') return null
  const label = typeof arg === 'string' ? arg.slice(0, 200) : undefined
  return { scope: 'marks' as const, ask: { kind: 'mark.in' as const, label } }
}

function finite(value: OscValue | undefined): number | null {
  if (value === undefined || value === '' || typeof value === 'boolean') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** `1` to `9` are keys of the switcher; anything else is the id of a source. */
function sourceOf(value: OscValue): object {
  const number = finite(value)
  return number !== null && Number.isInteger(number) && number >= 1 && number <= 9
    ? { number }
    : { sourceId: String(value) }
}
