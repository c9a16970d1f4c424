import { z } from 'zod'
import type { ApiScope } from './scope.schema.ts'

/** A cue by its id, or by the number that the crew calls it ("4a"; without one, its place from 1). */
const cueRefFields = {
  cueId: z.string().min(1).max(64).optional(),
  number: z.union([z.string().min(1).max(16), z.number().int().min(1)]).optional(),
} as const
/** A source by its id (`slate` is one), or by the key that brings it to preview. */
const sourceRefFields = {
  sourceId: z.string().min(1).max(64).optional(),
  number: z.number().int().min(1).max(9).optional(),
} as const

const exactlyOne = 'say either the id or the number'
const cueRefSchema = z
  .object(cueRefFields)
  .refine(({ cueId, number }) => (cueId === undefined) !== (number === undefined), exactlyOne)
const sourceRefSchema = z
  .object(sourceRefFields)
  .refine(({ sourceId, number }) => (sourceId === undefined) !== (number === undefined), exactlyOne)
export type CueRef = { cueId?: string | undefined; number?: string | number | undefined }
export type SourceRef = { sourceId?: string | undefined; number?: number | undefined }

/**
 * `expectedCueId`: what the caller saw on air (null: nothing). If the show has moved on meanwhile the action is
 * refused with `clock.stale`. Left out: whatever is on air when the request arrives.
 */
const expectedFields = {
  expectedCueId: z
    .string()
    .max(64)
    .nullable()
    .optional()
    .describe(
      'What the caller saw on air, null for nothing: if the show has moved on, the action is refused ' +
        '(clock.stale). Left out: whatever is on air when the request arrives.',
    ),
} as const

const none = z.object({})
const expecting = z.object(expectedFields)

/** What an action asks of the show as it is now. @throws DomainError `cue.unknown`, `media.unknown-source` */
export type ApiShow = {
  onAirCueId: string | null
  cueId(ref: CueRef): string
  sourceId(ref: SourceRef): string
}

/** A command that is still to be parsed by the one command router that decides for everybody. */
export type AskedCommand = { type: string } & Record<string, unknown>

export type ApiAction = {
  id: string
  /** Below `/api/v1/shows/{show}`, always POST. */
  path: string
  scope: ApiScope
  summary: string
  body: z.ZodType<object>
  command: (body: object, show: ApiShow) => AskedCommand
}

function action<Body extends z.ZodType<object>>(
  id: string,
  path: string,
  scope: ApiScope,
  summary: string,
  body: Body,
  command: (body: z.output<Body>, show: ApiShow) => AskedCommand,
): ApiAction {
  return { id, path, scope, summary, body, command: (given, show) => command(given as never, show) }
}

type Expecting = { expectedCueId?: string | null | undefined }

function expected({ expectedCueId }: Expecting, show: ApiShow) {
  return { expectedCueId: expectedCueId === undefined ? show.onAirCueId : expectedCueId }
}

const addTimeSchema = z
  .object({
    deltaMs: z.number().int().min(-3_600_000).max(3_600_000).optional(),
    seconds: z.number().min(-3_600).max(3_600).optional(),
  })
  .refine(
    ({ deltaMs, seconds }) => (deltaMs === undefined) !== (seconds === undefined),
    'say either deltaMs or seconds',
  )

/** Every action that ends in a command: the HTTP router, OSC and the OpenAPI document all read this. */
export const apiActions: readonly ApiAction[] = [
  action('go', '/clock/go', 'clock', 'Takes the next cue.', expecting, (body, show) => ({
    type: 'clock.go',
    ...expected(body, show),
  })),
  action(
    'jump',
    '/clock/jump',
    'clock',
    'Takes a cue by id or number.',
    cueRefSchema.and(expecting),
    (body, show) => ({
      type: 'clock.jump',
      cueId: show.cueId(body),
      ...expected(body, show),
    }),
  ),
  action(
    'back',
    '/clock/back',
    'clock',
    'Goes back to the cue taken before.',
    expecting,
    (b, s) => ({
      type: 'clock.back',
      ...expected(b, s),
    }),
  ),
  action('hold', '/clock/hold', 'clock', 'Holds the show.', none, () => ({ type: 'clock.hold' })),
  action('resume', '/clock/resume', 'clock', 'Goes on after a hold.', none, () => ({
    type: 'clock.resume',
  })),
  action(
    'addTime',
    '/clock/add-time',
    'clock',
    'Adds time to the cue on air; negative takes it away.',
    addTimeSchema,
    ({ deltaMs, seconds }) => ({
      type: 'clock.addTime',
      deltaMs: deltaMs ?? Math.round((seconds ?? 0) * 1_000),
    }),
  ),
  action('end', '/clock/end', 'clock', 'Ends the show.', none, () => ({ type: 'clock.end' })),
  action(
    'preview',
    '/bus/preview',
    'bus',
    'Brings a source to preview.',
    sourceRefSchema,
    (body, show) => ({ type: 'bus.preview', sourceId: show.sourceId(body) }),
  ),
  action(
    'take',
    '/bus/take',
    'bus',
    'Puts what is in preview on air.',
    z.object({ expectedPreviewId: z.string().max(64).optional() }),
    (body) => ({ type: 'bus.take', ...body }),
  ),
  action(
    'cut',
    '/bus/cut',
    'bus',
    'Puts a source on air at once; `slate` is one.',
    sourceRefSchema,
    (body, show) => ({ type: 'bus.cut', sourceId: show.sourceId(body) }),
  ),
  action('offerClose', '/offer/close', 'offer', 'Closes the offer that is open.', none, () => ({
    type: 'offer.close',
  })),
]

export function apiAction(id: string): ApiAction | undefined {
  return apiActions.find((each) => each.id === id)
}

export const markInSchema = z.object({
  /** `program`, or the id of a source. */
  track: z.string().min(1).max(64).default('program'),
  /** Left out: the title of the cue on air. */
  label: z.string().max(200).optional(),
})
export const markOutSchema = z.object({
  /** Left out: the newest mark of this key that is still open. */
  markId: z.string().min(1).max(64).optional(),
})
