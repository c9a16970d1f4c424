import type { z } from 'zod'
import { attachmentFields, triggerFields } from './automation.schema.ts'
import {
  cellValueSchema,
  columnFields,
  groupFields,
  parseCellTextRoot,
  type CellAddress,
} from './columns.schema.ts'
import { settingsFields, viewPresetFields } from './views.schema.ts'
import {
  cueFieldDefaults,
  cueFields,
  financeLineFields,
  markFields,
  type CueTextField,
  type DocumentKind,
} from './document.schema.ts'

/**
 * One value under a key. `fixed`: written when its entry is made, never afterwards. `optional`: an entry may
 * arrive without it, readers know what it means.
 */
export type ScalarShape = { kind: 'scalar'; schema: z.ZodType; fixed: boolean; optional: boolean }

/** A `Y.Text`. `formats`: the formatting attributes it may carry; embeds never. */
export type TextShape = { kind: 'text'; maxLength: number; formats: readonly string[] }

/** A map of entries by id, each a map with exactly these fields. */
export type EntriesShape = {
  kind: 'entries'
  maxEntries: number
  fields: Readonly<Record<string, ScalarShape | TextShape>>
}

/** Values under keys of the form `{cueId}:{columnId}`: the cells of custom columns that are no texts. */
export type CellsShape = { kind: 'cells'; maxCells: number; schema: z.ZodType }

/** One map with these fields, all of which may be missing. */
export type RecordShape = { kind: 'record'; fields: Readonly<Record<string, ScalarShape>> }

/** A root that only the server writes, in whatever form; the gate lets no client near it. */
export type ServerShape = { kind: 'server' }

export type RootShape = EntriesShape | TextShape | CellsShape | RecordShape | ServerShape

/** What may stand where in each document: the table of paths that the field gate judges by. */
export const documentShapes: Readonly<Record<DocumentKind, Readonly<Record<string, RootShape>>>> = {
  rundown: {
    cues: {
      kind: 'entries',
      maxEntries: 5_000,
      fields: {
        ...scalars(cueFields, ['createdAt'], Object.keys(cueFieldDefaults)),
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
    groups: {
      kind: 'entries',
      maxEntries: 500,
      fields: scalars(groupFields, ['createdAt']),
    },
    columns: {
      kind: 'entries',
      maxEntries: 100,
      // Another type is another column: values that people write meanwhile would no longer fit.
      fields: scalars(columnFields, ['createdAt', 'type']),
    },
    cells: { kind: 'cells', maxCells: 100_000, schema: cellValueSchema },
    attachments: {
      kind: 'entries',
      maxEntries: 5_000,
      fields: scalars(attachmentFields, ['createdAt', 'createdBy', 'cueId', 'fileId']),
    },
    triggers: {
      kind: 'entries',
      maxEntries: 2_000,
      fields: scalars(triggerFields, ['createdAt', 'cueId']),
    },
    views: {
      kind: 'entries',
      maxEntries: 200,
      fields: scalars(viewPresetFields, ['createdAt']),
    },
    settings: { kind: 'record', fields: scalars(settingsFields, []) },
    clips: { kind: 'server' },
    facts: { kind: 'server' },
    comments: { kind: 'server' },
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

/**
 * The text of a custom column's cell is a root of its own, `cell:{cueId}:{columnId}`: roots come into being by
 * their name, so two people who begin to write at once write into one text.
 */
export const cellTextShape: TextShape = text(20_000)
/** Texts of cells in one document. */
export const maxCellTexts = 20_000

/** Where a root stands in the table of paths; `cell`: it is the text of this cell. */
export type RootPlace = { shape: RootShape; path: string; cell: CellAddress | null }

/** @returns `null` for a root that no document of this kind has */
export function rootIn(kind: DocumentKind, name: string): RootPlace | null {
  const shapes = documentShapes[kind]
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
  if (shape) return { shape, path: name, cell: null }
  const cell = kind === 'rundown' ? parseCellTextRoot(name) : null
  return cell && { shape: cellTextShape, path: `cells/${cell.cueId}/${cell.columnId}`, cell }
}

function scalars(
  schemas: Readonly<Record<string, z.ZodType>>,
  fixed: readonly string[],
  optional: readonly string[] = [],
): Record<string, ScalarShape> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]): [string, ScalarShape] => [
      name,
      { kind: 'scalar', schema, fixed: fixed.includes(name), optional: optional.includes(name) },
    ]),
  )
}

/**
 * No text carries Yjs formatting: Yjs tidies formatting marks up on every replica, readers' too, and their
 * tidying would have to be let in without letting in their edits. Rich text is Markdown (CG22).
 */
function text(maxLength: number): TextShape {
  return { kind: 'text', maxLength, formats: [] }
}
