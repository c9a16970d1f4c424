import { z } from 'zod'
import type { LiveDomain } from '../protocol/live.schema.ts'

/** What an API key may do, as the producer reads it. What no scope of a key covers is refused. */
export const apiScopeWords = {
  read: 'See the clock, the run of show and the switcher',
  'sales.read': 'See sales, orders and the statement',
  clock: 'Run the show clock',
  bus: 'Switch the program',
  offer: 'Close offers',
  marks: 'Mark clips in and out',
  stage: 'Write to the stage',
  timers: 'Run the extra timers',
  'rundown.write': 'Change cues',
} as const

export type ApiScope = keyof typeof apiScopeWords
export const apiScopes = Object.keys(apiScopeWords) as [ApiScope, ...ApiScope[]]
export const apiScopeSchema = z.enum(apiScopes)

/** Scopes that change nothing: only a key that has no other may stand in an address (AU9). */
export const readingScopes: readonly ApiScope[] = ['read', 'sales.read']

const scopeOfDomain: Readonly<Record<string, ApiScope>> = {
  clock: 'clock',
  bus: 'bus',
  offer: 'offer',
  stage: 'stage',
  timer: 'timers',
}

/** The scope that a command (`clock.go`) asks for; null: no key may give it. */
export function scopeOfCommand(type: string): ApiScope | null {
  return scopeOfDomain[type.split('.')[0] ?? ''] ?? null
}

/** The scope that shows a domain of the live state; what is not here (people, for one) keys do not see. */
const scopeOfState: Readonly<Partial<Record<LiveDomain, ApiScope>>> = {
  clock: 'read',
  rehearsal: 'read',
  stage: 'read',
  timers: 'read',
  bus: 'read',
  sources: 'read',
  recording: 'read',
  offer: 'read',
  sales: 'sales.read',
  settlement: 'sales.read',
  acks: 'read',
  prompter: 'read',
  programme: 'read',
}

export function seesState(scopes: readonly ApiScope[], domain: LiveDomain): boolean {
  const scope = scopeOfState[domain]
  return scope !== undefined && scopes.includes(scope)
}
