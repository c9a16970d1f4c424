import { apiEventsSchema, apiScopes, apiStateSchema, seesState } from '@stallcast/shared/automation'
import type { LiveDomain } from '@stallcast/shared/protocol'
import { z } from 'zod'
import { liveDomains } from './asyncapi.ts'
import { errorSchema, jsonSchema, type JsonObject } from './schema-parts.ts'

/** What programs with an API key hear of a show, in the shape of AsyncAPI 3.0. */
export function v1Asyncapi(version: string): JsonObject {
  const event = message('One row of the as-run log. Rows about money need the scope sales.read.', {
    ...jsonSchema(apiEventsSchema.shape.events.element),
  })
  const socket: Record<string, JsonObject> = {
    snapshot: message('First after connecting.', {
      type: 'object',
      required: ['show', 'serverNowMs', 'live'],
      properties: {
        show: { type: 'object' },
        serverNowMs: { type: 'integer' },
        live: { type: 'object', description: 'Domain to state, as far as the scopes go.' },
      },
    }),
    event,
  }
  for (const [domain, schema] of Object.entries(liveDomains)) {
    const scope = apiScopes.find((each) => seesState([each], domain as LiveDomain))
    if (scope === undefined) continue
    socket[`state.${domain}`] = {
      name: 'state',
      summary: `The whole state of ${domain} when it changes. Scope: ${scope}.`,
      payload: {
        type: 'object',
        required: ['domain', 'rev', 'state'],
        properties: {
          domain: { const: domain },
          rev: { type: 'integer' },
          state: jsonSchema(schema),
        },
      },
    }
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Stallcast live, for other programs',
      version,
      description:
        'Two ways to hear what a show does, both with an API key. Socket.IO: namespace `/api` on the path ' +
        '/socket.io, `auth: { show, key }`; a refusal is a connect_error whose `data.code` says why. ' +
        'Plain WebSocket: `/api/v1/shows/{show}/feed`, with the key as `Authorization: Bearer`, or in the ' +
        'address as `?key=` if it has no scope but `read` and `sales.read`. Neither takes commands: ' +
        'actions go over HTTP.',
      license: { name: 'MIT' },
    },
    channels: {
      socket: { address: '/socket.io', description: 'Socket.IO namespace /api.', messages: socket },
      feed: {
        address: '/api/v1/shows/{show}/feed',
        parameters: { show: { description: 'Id or slug of the show.' } },
        messages: {
          state: message('The whole show, once a second and after each change.', {
            type: 'object',
            required: ['type', 'state'],
            properties: { type: { const: 'state' }, state: outputOf(apiStateSchema) },
          }),
          event: message('As above, as `{ "type": "event", "event": … }`.', {
            type: 'object',
            required: ['type', 'event'],
            properties: { type: { const: 'event' }, event: { type: 'object' } },
          }),
        },
      },
    },
    operations: {
      tell: { action: 'send', channel: { $ref: '#/channels/socket' } },
      feed: { action: 'send', channel: { $ref: '#/channels/feed' } },
    },
    components: { schemas: { Error: errorSchema } },
  }
}

function message(summary: string, payload: JsonObject): JsonObject {
  return { summary, payload }
}

function outputOf(schema: z.ZodType): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' })
  return rest
}
