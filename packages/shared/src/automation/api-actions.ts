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

function atMostOne({ cueId, number }: CueRef): boolean {
  return cueId === undefined || number === undefined
}

const timer = z.number().int().min(1).max(3)
const timerSetSchema = z.object({
  timer,
  title: z.string().trim().min(1).max(60).optional(),
  mode: z.enum(['down', 'up']).optional(),
  durationMs: z.number().int().min(0).max(86_400_000).optional(),
})
const stageSendSchema = z.object({
  text: z.string().trim().min(1).max(300),
  secondary: z.string().trim().min(1).max(300).optional(),
  blink: z.boolean().optional(),
  /** For whom: everybody, or the people of one role. */
  to: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('all') }),
      z.object({
        kind: z.literal('role'),
        role: z.enum(['host', 'producer', 'editor', 'finance', 'guest', 'observer']),
      }),
    ])
    .optional(),
})

const none = z.object({})
const expecting = z.object(expectedFields)

/** What an action asks of the show as it is now. @throws DomainError `cue.unknown`, `media.unknown-source` */
export type ApiShow = {
  onAirCueId: string | null
  nextCueId: string | null
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
  action(
    'setTime',
    '/clock/set-time',
    'clock',
    'Sets what is left of the cue on air.',
    z.object({ remainingMs: z.number().int().min(0).max(86_400_000) }),
    (body) => ({ type: 'clock.setTime', ...body }),
  ),
  action(
    'load',
    '/clock/load',
    'clock',
    'Lets a cue stand by as the next one; without a cue, back to the running order.',
    z.object({ ...cueRefFields, ...expectedFields }).refine(atMostOne, exactlyOne),
    (body, show) => ({
      type: 'clock.load',
      cueId: body.cueId === undefined && body.number === undefined ? null : show.cueId(body),
      ...expected(body, show),
    }),
  ),
  action(
    'skip',
    '/clock/skip',
    'clock',
    'Passes over the cue that is next. `expectedNextId`: what the caller saw there.',
    z.object({ ...expectedFields, expectedNextId: z.string().max(64).optional() }),
    (body, show) => ({
      type: 'clock.skip',
      ...expected(body, show),
      expectedNextId: body.expectedNextId ?? show.nextCueId ?? '',
    }),
  ),
  action(
    'roll',
    '/clock/roll',
    'clock',
    'Lets the clock on the wall take the cues, or no longer.',
    z.object({ on: z.boolean() }),
    ({ on }) => ({ type: 'clock.roll', on }),
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
  action(
    'stageSend',
    '/stage/message',
    'stage',
    'Shows a message on the stage.',
    stageSendSchema,
    (body) => ({ ...body, type: 'stage.send' }),
  ),
  action(
    'stageClear',
    '/stage/clear',
    'stage',
    'Takes a message off the stage; without an id, all of them.',
    z.object({ messageId: z.string().min(1).max(64).optional() }),
    ({ messageId = null }) => ({ type: 'stage.clear', messageId }),
  ),
  action(
    'stageBlackout',
    '/stage/blackout',
    'stage',
    'Blacks the stage screens out, or no longer.',
    z.object({ on: z.boolean() }),
    ({ on }) => ({ type: 'stage.blackout', on }),
  ),
  ...(['start', 'pause', 'reset'] as const).map((word) =>
    action(
      `timer${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`,
      `/timers/${word}`,
      'timers',
      { start: 'Starts', pause: 'Stops', reset: 'Resets' }[word] + ' an extra timer.',
      z.object({ timer }),
      (body) => ({ type: `timer.${word}`, ...body }),
    ),
  ),
  action(
    'timerSet',
    '/timers/set',
    'timers',
    'Sets title, direction or length of an extra timer.',
    timerSetSchema,
    (body) => ({ ...body, type: 'timer.set' }),
  ),
  action(
    'timerAdd',
    '/timers/add',
    'timers',
    'Adds time to an extra timer; negative takes it away.',
    z.object({ timer, deltaMs: z.number().int().min(-86_400_000).max(86_400_000) }),
    (body) => ({ type: 'timer.add', ...body }),
  ),
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
