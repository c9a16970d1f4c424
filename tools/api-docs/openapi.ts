import { z } from 'zod'
import {
  checkoutAnswerSchema,
  checkoutRequestSchema,
  orderViewSchema,
} from '@stallcast/shared/commerce'
import {
  invitedRoles,
  newShowSchema,
  newTemplateSchema,
  showChangeSchema,
  viewGrantSchema,
} from '@stallcast/shared/crew'
import { historyPaths } from './history-paths.ts'
import { errorSchema, jsonSchema, type JsonObject } from './schema-parts.ts'

const inviteSchema = z.object({
  id: z.string(),
  role: z.enum(invitedRoles),
  label: z.string(),
  expiresAtMs: z.number().int(),
  revokedAtMs: z.number().int().nullable(),
  view: viewGrantSchema.nullable(),
  link: z.url(),
})

const asSeat: JsonObject = {
  name: 'as',
  in: 'query',
  required: true,
  description:
    'Which seat of this browser is used: a role, or `observer.{inviteId}`. Its cookie must come along.',
  schema: { type: 'string' },
}

function inPath(...names: string[]): JsonObject[] {
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
}

function answer(description: string, schema?: JsonObject, type = 'application/json'): JsonObject {
  return { description, ...(schema && { content: { [type]: { schema } } }) }
}

function body(schema: JsonObject, type = 'application/json'): JsonObject {
  return { required: true, content: { [type]: { schema } } }
}

const refused = answer('A refusal.', {
  type: 'object',
  properties: { error: { $ref: '#/components/schemas/Error' } },
})
const pageRefused = answer('A refusal.', { $ref: '#/components/schemas/Error' })
const sdp: JsonObject = { type: 'string', description: 'An SDP offer or answer (RFC 8866).' }

/** The HTTP interface of the public origin, in the shape of OpenAPI 3.1. */
export function openapi(version: string): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stallcast',
      version,
      description:
        'HTTP of the public origin. Crew calls name a seat (`?as=role`) whose cookie a link has given; ' +
        'live state and commands go over Socket.IO (see asyncapi.json).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths: {
      '/healthz': {
        get: { summary: 'Whether this process serves.', responses: { 200: answer('It does.') } },
      },
      '/join/{token}': {
        get: {
          summary: 'Opens a link: gives the seat as a cookie and goes on to its screen.',
          parameters: inPath('token'),
          responses: {
            303: answer('To the screen of the role.'),
            401: answer(
              'A page that says what is wrong with the link.',
              { type: 'string' },
              'text/html',
            ),
          },
        },
      },
      '/s/{slug}/checkout': {
        post: {
          summary: 'Holds stock for a shopper and prepares the payment.',
          parameters: inPath('slug'),
          requestBody: body(jsonSchema(checkoutRequestSchema)),
          responses: {
            200: answer(
              'What the page needs to confirm the payment.',
              jsonSchema(checkoutAnswerSchema),
            ),
            default: pageRefused,
          },
        },
      },
      '/s/{slug}/orders/{orderId}': {
        get: {
          summary: 'How an order stands, for whoever knows its random id.',
          parameters: inPath('slug', 'orderId'),
          responses: {
            200: answer('The order.', jsonSchema(orderViewSchema)),
            default: pageRefused,
          },
        },
      },
      '/webhooks/stripe': {
        post: {
          summary: 'Events of Stripe, signed with the webhook secret; safe to deliver again.',
          requestBody: body({ type: 'object' }),
          responses: { 204: answer('Kept.'), 400: pageRefused },
        },
      },
      ...historyPaths(),
      '/api/shows/{showId}/invites': {
        get: {
          summary: 'The links of a show. For the producer.',
          parameters: [...inPath('showId'), asSeat],
          responses: {
            200: answer('All links, the withdrawn ones too.', {
              type: 'object',
              properties: {
                invites: { type: 'array', items: { $ref: '#/components/schemas/Invite' } },
              },
            }),
            default: refused,
          },
        },
        post: {
          summary: 'Makes a link. For the producer.',
          parameters: [...inPath('showId'), asSeat],
          requestBody: body({
            type: 'object',
            required: ['role', 'label', 'hours'],
            properties: {
              role: { type: 'string', enum: [...invitedRoles] },
              label: { type: 'string', minLength: 1, maxLength: 60 },
              hours: { type: 'number', minimum: 1, maximum: 2160 },
              view: {
                ...jsonSchema(viewGrantSchema),
                description: 'For an observer, and only then.',
              },
            },
          }),
          responses: {
            201: answer('The link.', {
              type: 'object',
              properties: { invite: { $ref: '#/components/schemas/Invite' } },
            }),
            default: refused,
          },
        },
      },
      '/api/shows/{showId}/invites/{inviteId}': {
        patch: {
          summary: 'Changes what an observer’s link lets see and write, at once. For the producer.',
          parameters: [...inPath('showId', 'inviteId'), asSeat],
          requestBody: body({
            type: 'object',
            required: ['view'],
            properties: { view: jsonSchema(viewGrantSchema) },
          }),
          responses: {
            200: answer('The link.', {
              type: 'object',
              properties: { invite: { $ref: '#/components/schemas/Invite' } },
            }),
            default: refused,
          },
        },
        delete: {
          summary: 'Withdraws a link and ends its seats at once. For the producer.',
          parameters: [...inPath('showId', 'inviteId'), asSeat],
          responses: { 200: answer('How many seats ended.'), default: refused },
        },
      },
      '/api/shows/{showId}': {
        patch: {
          summary: 'Renames, replans or puts away the show, or brings it back. For the producer.',
          parameters: [...inPath('showId'), asSeat],
          requestBody: body(jsonSchema(showChangeSchema)),
          responses: { 200: answer('The show as it is now.'), default: refused },
        },
      },
      '/api/shows/{showId}/shows': {
        post: {
          summary:
            'Makes a new show: empty, a copy of this one, or from a template. For its producer, who gets the ' +
            'cookie of a producer’s seat in the new one.',
          parameters: [...inPath('showId'), asSeat],
          requestBody: body(jsonSchema(newShowSchema)),
          responses: { 201: answer('The show and the path of its desk.'), default: refused },
        },
      },
      '/api/shows/{showId}/templates': {
        get: {
          summary: 'The templates of this server. For the producer.',
          parameters: [...inPath('showId'), asSeat],
          responses: { 200: answer('All templates by name.'), default: refused },
        },
        post: {
          summary: 'Keeps the show as a template, without its log, orders and recordings.',
          parameters: [...inPath('showId'), asSeat],
          requestBody: body(jsonSchema(newTemplateSchema)),
          responses: { 201: answer('The template.'), default: refused },
        },
      },
      '/api/shows/{showId}/templates/{templateId}': {
        delete: {
          summary: 'Removes a template. For the producer.',
          parameters: [...inPath('showId', 'templateId'), asSeat],
          responses: { 200: answer('It is gone.'), default: refused },
        },
      },
      '/api/shows/{showId}/ledger': {
        get: {
          summary: 'Balance of every ledger account of a show, proven to sum to zero. For finance.',
          parameters: [...inPath('showId'), asSeat],
          responses: { 200: answer('The balances in minor units.'), default: refused },
        },
      },
      '/media/shows/{showId}/clips/{clipId}/{file}': {
        get: {
          summary:
            'A finished clip (`clip.mp4`, ranges allowed) or its `poster.jpg`. For the crew.',
          parameters: [...inPath('showId', 'clipId', 'file'), asSeat],
          responses: { 200: answer('The file.'), 206: answer('A part of it.'), default: refused },
        },
      },
      '/whep/{show}/program': {
        post: {
          summary:
            'Watches the program (WHEP): an offer in, an answer out. `show` is an id or a slug.',
          parameters: inPath('show'),
          requestBody: body(sdp, 'application/sdp'),
          responses: {
            201: answer('The answer; Location names the session.', sdp, 'application/sdp'),
            default: refused,
          },
        },
      },
      '/whep/{show}/program/{session}': {
        delete: {
          summary: 'Stops watching.',
          parameters: inPath('show', 'session'),
          responses: { 200: answer('Closed.'), 404: answer('There is no such session.') },
        },
      },
    },
    components: { schemas: { Error: errorSchema, Invite: jsonSchema(inviteSchema) } },
  }
}
