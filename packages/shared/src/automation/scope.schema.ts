import { z } from 'zod'

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
