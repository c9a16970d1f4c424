import { crewRoles } from '@stallcast/shared/crew'
import {
  documentKinds,
  documentVersionSchema,
  historyPageSchema,
  historyQuerySchema,
  namedVersionSchema,
} from '@stallcast/shared/rundown'
import { jsonSchema, type JsonObject } from './schema-parts.ts'

const showId: JsonObject = {
  name: 'showId',
  in: 'path',
  required: true,
  schema: { type: 'string' },
}
const asSeat: JsonObject = {
  name: 'as',
  in: 'query',
  required: true,
  description: 'Which seat of this browser is used: a role. Its cookie must come along.',
  schema: { type: 'string' },
}
const kind: JsonObject = {
  name: 'kind',
  in: 'query',
  description: 'Which document; `rundown` if not said.',
  schema: { type: 'string', enum: [...documentKinds] },
}
const refused: JsonObject = {
  description: 'A refusal.',
  content: {
    'application/json': {
      schema: { type: 'object', properties: { error: { $ref: '#/components/schemas/Error' } } },
    },
  },
}

function found(description: string, schema: JsonObject): JsonObject {
  return { description, content: { 'application/json': { schema } } }
}

function named(): JsonObject {
  return found('All named versions, newest first.', {
    type: 'object',
    properties: { versions: { type: 'array', items: jsonSchema(namedVersionSchema) } },
  })
}

function json(schema: JsonObject): JsonObject {
  return { required: true, content: { 'application/json': { schema } } }
}

/** What the crew may ask of the past of a document, and the change of a seat's role. */
export function historyPaths(): JsonObject {
  const base = '/api/shows/{showId}/history'
  const filters = Object.entries(
    (jsonSchema(historyQuerySchema) as { properties: Record<string, JsonObject> }).properties,
  ).map(([name, schema]): JsonObject => ({ name, in: 'query', schema }))
  return {
    [base]: {
      get: {
        summary:
          'Who changed what, newest first. For the crew; of a document that the role may read.',
        parameters: [showId, asSeat, ...filters],
        responses: {
          200: found('A page; `next` goes into `before`.', jsonSchema(historyPageSchema)),
          default: refused,
        },
      },
    },
    [`${base}/writers`]: {
      get: {
        summary: 'Who has written in the document, most recent first.',
        parameters: [showId, asSeat, kind],
        responses: {
          200: found('Names.', {
            type: 'object',
            properties: { writers: { type: 'array', items: { type: 'string' } } },
          }),
          default: refused,
        },
      },
    },
    [`${base}/version`]: {
      get: {
        summary: 'The document as it was after an edit (`seq`) or at a time (`at`, epoch ms).',
        parameters: [
          showId,
          asSeat,
          kind,
          { name: 'seq', in: 'query', schema: { type: 'integer', minimum: 1 } },
          { name: 'at', in: 'query', schema: { type: 'integer', minimum: 0 } },
        ],
        responses: {
          200: found('The version.', {
            type: 'object',
            properties: { version: jsonSchema(documentVersionSchema) },
          }),
          default: refused,
        },
      },
    },
    [`${base}/names`]: {
      get: {
        summary: 'The versions that somebody gave a name.',
        parameters: [showId, asSeat, kind],
        responses: { 200: named(), default: refused },
      },
      post: {
        summary: 'Gives a version a name; without `seq` the one of now. For who may restore.',
        parameters: [showId, asSeat],
        requestBody: json({
          type: 'object',
          required: ['name'],
          properties: {
            name: { type: 'string', minLength: 1, maxLength: 80 },
            kind: { type: 'string', enum: [...documentKinds] },
            seq: { type: 'integer', minimum: 1 },
          },
        }),
        responses: { 201: named(), default: refused },
      },
    },
    [`${base}/names/{versionId}`]: {
      delete: {
        summary: 'Takes a name off; the version stays in the log.',
        parameters: [
          showId,
          { name: 'versionId', in: 'path', required: true, schema: { type: 'string' } },
          asSeat,
          kind,
        ],
        responses: { 200: named(), default: refused },
      },
    },
    '/api/shows/{showId}/seats/{sessionId}': {
      patch: {
        summary: 'Gives a seat of the crew another role, at once. For the producer; not their own.',
        parameters: [
          showId,
          { name: 'sessionId', in: 'path', required: true, schema: { type: 'string' } },
          asSeat,
        ],
        requestBody: json({
          type: 'object',
          required: ['role'],
          properties: { role: { type: 'string', enum: [...crewRoles] } },
        }),
        responses: {
          200: found('The seat.', {
            type: 'object',
            properties: {
              seat: {
                type: 'object',
                properties: { sessionId: { type: 'string' }, role: { type: 'string' } },
              },
            },
          }),
          default: refused,
        },
      },
    },
  }
}
