import { z } from 'zod'

const epochMs = z.number().int().min(0).max(8.64e15)
const lengthMs = z.number().int().min(0).max(86_400_000)

/** Screens that show the run of show, each at `/shows/{id}/{view}`. */
export const viewNameSchema = z.enum([
  'cuesheet',
  'operator',
  'stage',
  'prompter',
  'backstage',
  'timeline',
  'print',
])
export type ViewName = z.infer<typeof viewNameSchema>

/** Name of a built-in column, or the id of one that the crew made. */
export const columnKeySchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

/**
 * What a link to one view lets its holder see and write; nothing else reaches them. `writable` is a part
 * of `columns`.
 */
export const viewGrantSchema = z
  .object({
    view: viewNameSchema,
    columns: z.array(columnKeySchema).max(120),
    writable: z.array(columnKeySchema).max(120),
  })
  .refine(
    ({ columns, writable }) => writable.every((column) => columns.includes(column)),
    'what can be written must be among the columns that are seen',
  )
export type ViewGrant = z.infer<typeof viewGrantSchema>

/** A set of columns that the crew named. */
export const viewPresetFields = {
  name: z.string().min(1).max(80),
  view: viewNameSchema,
  columns: z.array(columnKeySchema).max(120),
  deletedAt: epochMs.nullable(),
  createdAt: epochMs,
} as const

export const viewPresetSchema = z.object({ id: z.string(), ...viewPresetFields })
export type ViewPreset = z.infer<typeof viewPresetSchema>

/** What holds for the whole run of show. */
export const settingsFields = {
  /** When it should end: back-timing counts from here. Epoch ms. */
  fixedEndMs: epochMs.nullable(),
  /** Reading speed that turns the words of a script into a length. */
  wordsPerMinute: z.number().int().min(40).max(400),
  warnMs: lengthMs,
  dangerMs: lengthMs,
} as const

export const settingsSchema = z.object({
  fixedEndMs: settingsFields.fixedEndMs.default(null),
  wordsPerMinute: settingsFields.wordsPerMinute.default(150),
  warnMs: settingsFields.warnMs.default(60_000),
  dangerMs: settingsFields.dangerMs.default(15_000),
})
export type RundownSettings = z.infer<typeof settingsSchema>
