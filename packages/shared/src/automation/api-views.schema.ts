import { z } from 'zod'
import { offerStateSchema } from '../commerce/index.ts'
import { busStateSchema, sourceViewSchema } from '../media/index.ts'
import {
  cellValueSchema,
  clockStateSchema,
  columnSchema,
  cueFields,
  cueSchema,
  groupSchema,
  markSchema,
  stageStateSchema,
  timersStateSchema,
} from '../rundown/index.ts'
import { apiScopeSchema } from './scope.schema.ts'

const epochMs = z.number().int()

/** A cue as the API tells it: its fields, its place, and the cells of the crew's columns by column id. */
export const apiCueSchema = cueSchema.omit({ deletedAt: true, order: true }).extend({
  /** What the crew calls it: its number, or its place from 1. */
  label: z.string(),
  index: z.number().int(),
  cells: z.record(z.string(), cellValueSchema),
})
export type ApiCue = z.infer<typeof apiCueSchema>

export const apiShowSchema = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  subtitle: z.string(),
  currency: z.string(),
  timeZone: z.string(),
  plannedStartMs: epochMs,
  key: z.object({ name: z.string(), scopes: z.array(apiScopeSchema) }),
})

/** Everything that a button or a display needs in one answer. Durations in ms, times in epoch ms. */
export const apiStateSchema = z.object({
  serverNowMs: epochMs,
  phase: clockStateSchema.shape.phase,
  onAir: z.object({ id: z.string(), label: z.string(), title: z.string() }).nullable(),
  next: z.object({ id: z.string(), label: z.string(), title: z.string() }).nullable(),
  /** Of the cue on air; negative when it runs over. */
  remainingMs: epochMs.nullable(),
  /** The same as people read it: `1:05`, `-0:12`. */
  remaining: z.string(),
  elapsedMs: epochMs,
  showElapsedMs: epochMs,
  plannedEndMs: epochMs,
  expectedEndMs: epochMs,
  /** How much later than planned the show will end, with what gaps and hard starts absorb; negative: earlier. */
  overUnderMs: epochMs,
  /** How late it is now against the plan on the wall; negative: early. */
  lateMs: epochMs,
  clock: clockStateSchema,
  bus: busStateSchema.nullable(),
  sources: z.array(sourceViewSchema.pick({ id: true, number: true, label: true, state: true })),
  offer: offerStateSchema,
  timers: timersStateSchema.nullable(),
  stage: stageStateSchema.nullable(),
})
export type ApiState = z.infer<typeof apiStateSchema>

export const apiCuesSchema = z.object({ cues: z.array(apiCueSchema) })
export const apiGroupsSchema = z.object({
  groups: z.array(groupSchema.omit({ deletedAt: true, order: true })),
})
export const apiColumnsSchema = z.object({
  columns: z.array(columnSchema.omit({ deletedAt: true, order: true })),
})
export const apiMarksSchema = z.object({ marks: z.array(markSchema.omit({ deletedAt: true })) })
export const apiEventsSchema = z.object({
  events: z.array(
    z.object({
      seq: z.number().int(),
      atMs: epochMs,
      domain: z.string(),
      type: z.string(),
      actor: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
  /** What to hand as `after` next time. */
  lastSeq: z.number().int(),
})

const { order: _order, deletedAt: _deletedAt, createdAt: _createdAt, ...editable } = cueFields

/** Any fields of a cue; what is left out stays. `cells` by column id; null empties a cell. */
export const cueChangeSchema = z
  .strictObject({
    ...editable,
    title: z.string().max(500),
    notes: z.string().max(20_000),
    script: z.string().max(200_000),
    cells: z.record(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), cellValueSchema),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing is to be changed')
export type CueChange = z.infer<typeof cueChangeSchema>

/** RFC 9457. `code` is ours and stable. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.unknown()),
})
