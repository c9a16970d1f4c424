import type { z } from 'zod'
import {
  cueFields,
  financeLineFields,
  markFields,
  type CueTextField,
  type DocumentKind,
} from './document.schema.ts'

/** One value under a key. `fixed`: written when its entry is made, never afterwards. */
export type ScalarShape = { kind: 'scalar'; schema: z.ZodType; fixed: boolean }

/** A `Y.Text`. `formats`: the formatting attributes it may carry; embeds never. */
export type TextShape = { kind: 'text'; maxLength: number; formats: readonly string[] }

/** A map of entries by id, each a map with exactly these fields. */
export type EntriesShape = {
  kind: 'entries'
  maxEntries: number
  fields: Readonly<Record<string, ScalarShape | TextShape>>
}

/** A root that only the server writes, in whatever form; the gate lets no client near it. */
export type ServerShape = { kind: 'server' }

export type RootShape = EntriesShape | TextShape | ServerShape

/** What may stand where in each document: the table of paths that the field gate judges by. */
export const documentShapes: Readonly<Record<DocumentKind, Readonly<Record<string, RootShape>>>> = {
  rundown: {
    cues: {
      kind: 'entries',
      maxEntries: 5_000,
      fields: {
        ...scalars(cueFields, ['createdAt']),
        ...({
          title: text(500),
          notes: text(20_000),
          script: text(200_000),
        } satisfies Record<CueTextField, TextShape>),
      },
    },
    marks: {
      kind: 'entries',
      maxEntries: 20_000,
      fields: scalars(markFields, ['createdAt', 'createdBy', 'track']),
    },
    clips: { kind: 'server' },
    facts: { kind: 'server' },
  },
  finance: {
    notes: text(50_000),
    lines: {
      kind: 'entries',
      maxEntries: 2_000,
      fields: scalars(financeLineFields, ['createdAt']),
    },
  },
}

function scalars(
  schemas: Readonly<Record<string, z.ZodType>>,
  fixed: readonly string[],
): Record<string, ScalarShape> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]): [string, ScalarShape] => [
      name,
      { kind: 'scalar', schema, fixed: fixed.includes(name) },
    ]),
  )
}

/**
 * No text carries formatting yet: Yjs tidies formatting marks up on every replica, readers' too, and
 * their tidying would have to be let in without letting in their edits.
 */
function text(maxLength: number): TextShape {
  return { kind: 'text', maxLength, formats: [] }
}
