import { z } from 'zod'
import { roleSchema } from '../crew/index.ts'
import { documentKinds } from './document.schema.ts'

/** A stretch of a text that stayed, went or came. Long stretches that stayed are cut to their ends. */
export const textPartSchema = z.object({
  kind: z.enum(['same', 'removed', 'added']),
  text: z.string(),
})
export type TextPart = z.infer<typeof textPartSchema>

/** What happened at one place. */
export const placeChangeSchema = z.discriminatedUnion('kind', [
  /** An entry (cue, mark, group …) was made; its texts are cut short. */
  z.object({ kind: z.literal('made'), made: z.record(z.string(), z.unknown()) }),
  z.object({
    kind: z.literal('set'),
    old: z.unknown(),
    new: z.unknown(),
    /** It never showed: somebody set the same place at the same time, and theirs stood. */
    lost: z.literal(true).optional(),
  }),
  z.object({ kind: z.literal('text'), parts: z.array(textPartSchema) }),
])
export type PlaceChange = z.infer<typeof placeChangeSchema>

/** One change that a person can read. What somebody types in one go is one change. */
export const historyChangeSchema = z.object({
  /** Of the first and the last edit that it sums up, in the log of the document. */
  firstSeq: z.number().int(),
  seq: z.number().int(),
  path: z.string(),
  cueId: z.string().nullable(),
  change: placeChangeSchema,
  /** Null: the server itself. */
  sessionId: z.string().nullable(),
  role: roleSchema.nullable(),
  personName: z.string(),
  firstAtMs: z.number().int(),
  atMs: z.number().int(),
})
export type HistoryChange = z.infer<typeof historyChangeSchema>

export const historyPageSchema = z.object({
  /** Newest first. */
  changes: z.array(historyChangeSchema),
  /** For `before`; null: this was the oldest. */
  next: z.string().nullable(),
})
export type HistoryPage = z.infer<typeof historyPageSchema>

export const historyQuerySchema = z.object({
  kind: z.enum(documentKinds).default('rundown'),
  /** A place and all below it: `cues/{id}`, `cues/{id}/title`, `cells/{cueId}/{columnId}`. */
  path: z
    .string()
    .regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+){0,2}$/)
    .optional(),
  /** All of a cue, its cells too. */
  cue: z.string().min(1).max(64).optional(),
  /** The last segment of the path: `title`, `durationMs`, a column. */
  field: z.string().min(1).max(64).optional(),
  /** Name of the person. */
  person: z.string().min(1).max(80).optional(),
  before: z
    .string()
    .regex(/^\d+~[A-Za-z0-9_/-]+$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type HistoryQuery = z.infer<typeof historyQuerySchema>

/** A document as it was once. */
export const documentVersionSchema = z.object({
  seq: z.number().int(),
  /** Of its last edit. */
  atMs: z.number().int(),
  /** Roots of entries and records: by id, by field. Texts are strings. */
  roots: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** Cells by `cells/{cueId}/{columnId}`. */
  cells: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Roots that are texts themselves. */
  texts: z.record(z.string(), z.string()),
})
export type DocumentVersion = z.infer<typeof documentVersionSchema>

export const versionNameSchema = z.string().trim().min(1).max(80)

/** A version that somebody gave a name. */
export const namedVersionSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(documentKinds),
  seq: z.number().int(),
  /** As of when it shows the document. */
  atMs: z.number().int(),
  namedBy: z.string(),
})
export type NamedVersion = z.infer<typeof namedVersionSchema>
