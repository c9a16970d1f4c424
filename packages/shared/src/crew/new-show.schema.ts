import { z } from 'zod'

/** A zone that this server's calendar knows. */
const timeZoneSchema = z.string().max(64).refine(isTimeZone, 'no time zone of this name is known')

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const title = z.string().trim().min(1).max(120)
const subtitle = z.string().trim().max(200)
/** Within reason: dates far off are slips of the keyboard. */
const plannedStartMs = z.number().int().min(0).max(4_102_444_800_000)

/**
 * `empty`: no cues; products, agreement and cameras come along from the show of the seat where `goods` says so.
 * `show`: all of the show of the seat but its log, orders and recordings. `template`: what the template holds.
 */
export const newShowSchema = z.object({
  title,
  subtitle: subtitle.default(''),
  plannedStartMs,
  timeZone: timeZoneSchema,
  from: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('empty'),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .refine(isCurrency, 'no currency has this code'),
      goods: z.boolean(),
    }),
    z.object({ kind: z.literal('show') }),
    z.object({ kind: z.literal('template'), templateId: z.string().min(1).max(64) }),
  ]),
})
export type NewShow = z.infer<typeof newShowSchema>

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code)
}

export const showChangeSchema = z
  .object({ title, subtitle, plannedStartMs, timeZone: timeZoneSchema, archived: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change')

export const newTemplateSchema = z.object({ name: z.string().trim().min(1).max(80) })
