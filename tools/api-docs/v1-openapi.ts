import {
  apiActions,
  apiColumnsSchema,
  apiCueSchema,
  apiCuesSchema,
  apiEventsSchema,
  apiGroupsSchema,
  apiMarksSchema,
  apiScopeWords,
  apiShowSchema,
  apiStateSchema,
  cueChangeSchema,
  markInSchema,
  markOutSchema,
  problemSchema,
  ruleEventWords,
  type ApiScope,
} from '@stallcast/shared/automation'
import { salesStateSchema } from '@stallcast/shared/commerce'
import { markSchema } from '@stallcast/shared/rundown'
import { z } from 'zod'
import { jsonSchema, type JsonObject } from './schema-parts.ts'

const base = '/api/v1/shows/{show}'

const tags = [
  { name: 'Read', description: 'Reading changes nothing.' },
  { name: 'Clock', description: 'The show clock.' },
  { name: 'Switcher', description: 'Preview and program.' },
  { name: 'Run of show', description: 'Edits merge with what people write at that moment.' },
  { name: 'Marks', description: 'Clips begin and end with marks.' },
  { name: 'Sale', description: 'What is on offer.' },
  { name: 'Stage', description: 'Messages to whoever is in front of the camera.' },
  { name: 'Timers', description: 'Three timers beside the clock.' },
]
const tagOfScope: Readonly<Record<ApiScope, string>> = {
  read: 'Read',
  'sales.read': 'Read',
  clock: 'Clock',
  bus: 'Switcher',
  offer: 'Sale',
  marks: 'Marks',
  stage: 'Stage',
  timers: 'Timers',
  'rundown.write': 'Run of show',
}

const show: JsonObject = { $ref: '#/components/parameters/Show' }
const idempotencyKey: JsonObject = { $ref: '#/components/parameters/IdempotencyKey' }
const problem: JsonObject = { $ref: '#/components/responses/Problem' }

function operation(
  operationId: string,
  scope: ApiScope,
  summary: string,
  answer: z.ZodType,
  more: { parameters?: JsonObject[]; body?: z.ZodType } = {},
): JsonObject {
  return {
    operationId,
    tags: [tagOfScope[scope]],
    summary,
    description: `Scope: \`${scope}\`.`,
    parameters: [show, ...(more.parameters ?? [])],
    ...(more.body && {
      requestBody: { content: { 'application/json': { schema: jsonSchema(more.body) } } },
    }),
    responses: {
      200: {
        description: 'Done.',
        content: { 'application/json': { schema: outputSchema(answer) } },
      },
      default: problem,
    },
  }
}

/** What the server sends, defaults filled in. */
function outputSchema(schema: z.ZodType): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' })
  return rest
}

function query(name: string, description: string, schema: JsonObject = { type: 'string' }) {
  return { name, in: 'query', required: false, description, schema }
}

const cueInPath: JsonObject = {
  name: 'cue',
  in: 'path',
  required: true,
  description: 'The id of a cue, or `number:4a` for what the crew calls it.',
  schema: { type: 'string' },
}
const markAnswer = z.object({ mark: markSchema.omit({ deletedAt: true }) })
const cueAnswer = z.object({ cue: apiCueSchema })

const reads: Readonly<Record<string, JsonObject>> = {
  '': operation('readShow', 'read', 'The show, and what this key may do.', apiShowSchema),
  '/state': operation(
    'readState',
    'read',
    'Clock, cue on air and next, time left, over or under, switcher, offer, timers and stage.',
    apiStateSchema,
  ),
  '/cues': operation('readCues', 'read', 'The run of show in order.', apiCuesSchema, {
    parameters: [
      query('number', 'Only the cue that the crew calls this.'),
      query('groupId', 'Only cues of this group.'),
      query('type', 'Only cues of this type.'),
    ],
  }),
  '/groups': operation('readGroups', 'read', 'The groups of cues.', apiGroupsSchema),
  '/columns': operation('readColumns', 'read', 'The crew’s own columns.', apiColumnsSchema),
  '/marks': operation('readMarks', 'read', 'Marks by their start.', apiMarksSchema),
  '/sales': operation(
    'readSales',
    'sales.read',
    'Totals and the latest orders.',
    z.object({ sales: salesStateSchema.nullable() }),
  ),
  '/events': operation(
    'readEvents',
    'read',
    'The as-run log after a number; rows about money need `sales.read` as well.',
    apiEventsSchema,
    {
      parameters: [
        query('after', 'Rows after this `seq`.', { type: 'integer', minimum: 0, default: 0 }),
        query('limit', 'At most so many.', {
          type: 'integer',
          minimum: 1,
          maximum: 500,
          default: 100,
        }),
      ],
    },
  ),
}

function posts(): Record<string, JsonObject> {
  const acts = apiActions.map(({ id, path, scope, summary, body }): [string, JsonObject] => [
    path,
    operation(id, scope, summary, z.object({ result: z.unknown() }), {
      body,
      parameters: [idempotencyKey],
    }),
  ])
  return Object.fromEntries([
    ...acts,
    [
      '/marks/in',
      operation('markIn', 'marks', 'Opens a mark now.', markAnswer, {
        body: markInSchema,
        parameters: [idempotencyKey],
      }),
    ],
    [
      '/marks/out',
      operation(
        'markOut',
        'marks',
        'Ends a mark now; without an id, the newest open one of this key.',
        markAnswer,
        { body: markOutSchema, parameters: [idempotencyKey] },
      ),
    ],
  ])
}

/** What other programs can ask of a show, in the shape of OpenAPI 3.1. */
export function v1Openapi(version: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const [path, read] of Object.entries(reads)) paths[`${base}${path}`] = { get: read }
  for (const [path, post] of Object.entries(posts())) paths[`${base}${path}`] = { post }
  paths[`${base}/cues/{cue}`] = {
    get: operation('readCue', 'read', 'One cue.', cueAnswer, { parameters: [cueInPath] }),
    patch: operation(
      'changeCue',
      'rundown.write',
      'Changes fields and cells of a cue; what is left out stays. Logged under the name of the key.',
      cueAnswer,
      { parameters: [cueInPath, idempotencyKey], body: cueChangeSchema },
    ),
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stallcast for other programs',
      version,
      description: [
        'Made for controllers, scripts and other systems of a crew. The producer makes keys on the show’s ',
        'automation page; send one as `Authorization: Bearer sck_…`. GET changes nothing, ever. ',
        'Refusals are `application/problem+json` (RFC 9457) with a stable `code`. ',
        'An action with an `Idempotency-Key` is acted upon once, however often it is sent. ',
        'A key may ask 20 times a second, with bursts of 60 (429 with Retry-After beyond).',
      ].join(''),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    tags,
    paths,
    webhooks: webhooks(),
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: `Scopes: ${Object.entries(apiScopeWords)
            .map(([scope, words]) => `\`${scope}\` (${words.toLowerCase()})`)
            .join(', ')}.`,
        },
      },
      parameters: {
        Show: {
          name: 'show',
          in: 'path',
          required: true,
          description: 'Id or slug of the show that the key belongs to.',
          schema: { type: 'string' },
        },
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description:
            'The same request under the same key within a day gets the same answer (with ' +
            '`Idempotent-Replayed: true`) and is not acted upon again; another request is refused.',
          schema: { type: 'string', maxLength: 200 },
        },
      },
      responses: {
        Problem: {
          description: 'A refusal; match on `code`.',
          content: { 'application/problem+json': { schema: outputSchema(problemSchema) } },
        },
      },
    },
  }
}

/** What Stallcast sends by itself, signed as standard-webhooks has it. */
function webhooks(): Record<string, JsonObject> {
  const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'string' },
  }))
  const body = (type: JsonObject) => ({
    type: 'object',
    required: ['type', 'timestamp', 'showId', 'data'],
    properties: {
      type,
      timestamp: { type: 'string', format: 'date-time' },
      showId: { type: 'string' },
      data: { type: 'object' },
    },
  })
  const hook = (summary: string, type: JsonObject): JsonObject => ({
    post: {
      summary,
      security: [],
      parameters: signed,
      requestBody: { content: { 'application/json': { schema: body(type) } } },
      responses: { '2XX': { description: 'Taken. Anything else is tried again.' } },
    },
  })
  return {
    event: hook('Something happened that a rule listens for.', {
      type: 'string',
      enum: Object.keys(ruleEventWords),
    }),
    trigger: hook('A trigger of a cue fired.', { const: 'trigger' }),
    test: hook('The producer pressed Test.', { const: 'test' }),
  }
}
