import { clipsStateSchema } from '@stallcast/shared/clips'
import { offerStateSchema, salesStateSchema } from '@stallcast/shared/commerce'
import { roleSchema } from '@stallcast/shared/crew'
import {
  busStateSchema,
  mediaRequestSchemas,
  recordingStateSchema,
  sourceViewSchema,
} from '@stallcast/shared/media'
import { commandSchema, seesDomain, type LiveDomain } from '@stallcast/shared/protocol'
import {
  acksStateSchema,
  programmeStateSchema,
  prompterStateSchema,
  clockStateSchema,
  rehearsalStateSchema,
  stageStateSchema,
  timersStateSchema,
} from '@stallcast/shared/rundown'
import { settlementStateSchema } from '@stallcast/shared/settlement'
import { z } from 'zod'
import { errorSchema, jsonSchema, type JsonObject } from './schema-parts.ts'

const person = z.object({
  sessionId: z.string(),
  name: z.string(),
  role: z.string(),
  tint: z.number().int(),
})

/** Each domain of the live state: a new one that is not described here does not compile. */
export const liveDomains: Record<LiveDomain, z.ZodType> = {
  clock: clockStateSchema,
  rehearsal: rehearsalStateSchema,
  timers: timersStateSchema,
  stage: stageStateSchema,
  bus: busStateSchema,
  sources: z.array(sourceViewSchema),
  recording: recordingStateSchema,
  offer: offerStateSchema,
  sales: salesStateSchema,
  clips: clipsStateSchema,
  settlement: settlementStateSchema,
  acks: acksStateSchema,
  prompter: prompterStateSchema,
  programme: programmeStateSchema,
  audience: z.object({ crew: z.array(person), viewers: z.number().int() }),
}

/** The live interface over Socket.IO, in the shape of AsyncAPI 3.0. */
export function asyncapi(version: string): JsonObject {
  const states = Object.entries(liveDomains).map(([domain, schema]) => {
    const seen = roleSchema.options.filter((role) => seesDomain(role, domain as LiveDomain))
    return [
      `state.${domain}`,
      message('state', `The whole state of ${domain} when it changes. For: ${seen.join(', ')}.`, {
        type: 'object',
        required: ['domain', 'rev', 'state'],
        properties: {
          domain: { const: domain },
          rev: { type: 'integer', description: 'Grows; also across a restart of the relay.' },
          state: jsonSchema(schema),
        },
      }),
    ]
  })
  const media = Object.entries(mediaRequestSchemas).map(([name, schema]) => [
    name,
    message(name, 'Acknowledged with `{ ok, result | error }`.', jsonSchema(schema)),
  ])
  const messages: Record<string, JsonObject> = {
    command: message(
      'command',
      'One command, acknowledged with `{ ok: true, result }` or `{ ok: false, error }`.',
      jsonSchema(commandSchema),
    ),
    time: message('time', 'Acknowledged with the server time in epoch milliseconds.', {}),
    snapshot: message(
      'snapshot',
      'First after connecting: show, seat, live state, latest events.',
      {
        type: 'object',
      },
    ),
    show: message('show', 'The show was renamed or replanned: the card as in the snapshot.', {
      type: 'object',
    }),
    event: message('event', 'One row of the as-run log. For the crew.', { type: 'object' }),
    levels: message('levels', 'Source id to dBFS, about eight times a second. For the crew.', {
      type: 'object',
      additionalProperties: { type: 'number' },
    }),
    'media:reset': message('media:reset', 'The room was rebuilt: join again.', {
      type: 'object',
      properties: { epoch: { type: 'integer' } },
    }),
    'rundown:view': message(
      'rundown:view',
      'The run of show as a link shows it (`rev`, `grant`, `columns`, `groups`, `cues` with `values` by column): first ' +
        'after connecting, again when the grant changes or after falling behind. For observers.',
      { type: 'object' },
    ),
    'rundown:view:patch': message(
      'rundown:view:patch',
      'What has changed since the `rev` before: cues with their changed `values` (null: emptied), `gone` cue ids, ' +
        '`columns`, `groups`. For observers.',
      { type: 'object' },
    ),
    'seat:ended': message('seat:ended', 'The seat was withdrawn.', errorSchema),
    ...Object.fromEntries(states),
    ...Object.fromEntries(media),
  }
  const upward = ['command', 'time', ...Object.keys(mediaRequestSchemas)]
  const refs = (names: string[]) =>
    names.map((name) => ({ $ref: `#/channels/show/messages/${name.replaceAll('/', '~1')}` }))
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Stallcast live',
      version,
      description:
        'Socket.IO on the public origin, path /socket.io, query `show` and `as` (the seat’s role, or ' +
        '`observer.{inviteId}`; its cookie must come along, `viewer` needs none). The run of show itself is a Yjs document: y-websocket on ' +
        '/collab/show:{id}:rundown with the same `as`.',
      license: { name: 'MIT' },
    },
    channels: { show: { address: '/socket.io', messages } },
    operations: {
      ask: { action: 'receive', channel: { $ref: '#/channels/show' }, messages: refs(upward) },
      tell: {
        action: 'send',
        channel: { $ref: '#/channels/show' },
        messages: refs(Object.keys(messages).filter((name) => !upward.includes(name))),
      },
    },
  }
}

function message(name: string, summary: string, payload: JsonObject): JsonObject {
  return { name, summary, payload }
}
