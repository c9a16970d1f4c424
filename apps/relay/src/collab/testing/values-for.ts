import type { z } from 'zod'

/** One of everything that some field of some document may hold, and of much that none may. */
const candidates: readonly unknown[] = [
  'a0',
  'a1V',
  'segment',
  'linked',
  'hard',
  'none',
  'play',
  'down',
  'full',
  'red',
  'number',
  'text',
  'cuesheet',
  'start',
  'host',
  'file:a-1',
  'https://shop.test/mug',
  'x'.repeat(300),
  '',
  0,
  1,
  120,
  60_000,
  1_760_000_000_000,
  -5,
  0.5,
  2e15,
  true,
  false,
  null,
  [],
  ['host'],
  ['title', 'notes'],
  ['nobody', 5],
  { type: 'webhook', outputId: 'hook' },
  { type: 'webhook', outputId: 'hook', luggage: 'x' },
  { type: 'offer.close' },
  {},
]

export type Values = { fitting: unknown[]; unfit: unknown[] }
const known = new Map<z.ZodType, Values>()

/** @throws when no candidate fits: a new kind of field needs one in the list */
export function valuesFor(schema: z.ZodType): Values {
  const found = known.get(schema) ?? sorted(schema)
  known.set(schema, found)
  return found
}

function sorted(schema: z.ZodType): Values {
  const values: Values = { fitting: [], unfit: [] }
  for (const value of candidates) {
    const parsed = schema.safeParse(value)
    const whole = parsed.success && JSON.stringify(parsed.data) === JSON.stringify(value)
    values[whole ? 'fitting' : 'unfit'].push(value)
  }
  return values
}
