import { z } from 'zod'
import { columnKeySchema, viewNameSchema } from '../crew/index.ts'

// What a link grants is a right of a seat, and stands with those; views are named by it here as well.
export { columnKeySchema, viewGrantSchema, viewNameSchema } from '../crew/index.ts'
export type { ViewGrant, ViewName } from '../crew/index.ts'

const epochMs = z.number().int().min(0).max(8.64e15)
const lengthMs = z.number().int().min(0).max(86_400_000)

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
