import { z } from 'zod'

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
