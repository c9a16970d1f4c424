import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import type { Role } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { Ack } from '@stallcast/shared/protocol'
import { registerMediaGateway } from './media.gateway.ts'
import type { MediaService } from './media.service.ts'

/** A connection whose show cannot be opened: enough for what is refused before. */
function connection(role: Role) {
  const warnings: string[] = []
  const errors: string[] = []
  const socket = new EventEmitter()
  const service = {
    openShow: async () => {
      throw new DomainError('media.unavailable')
    },
  } as unknown as MediaService
  registerMediaGateway(
    socket,
    { sessionId: 's', showId: 'show', role, personName: role, tint: 0 },
    {
      service,
      logger: {
        info: () => undefined,
        warn: (_fields, message) => warnings.push(message),
        error: (_fields, message) => errors.push(message),
      },
    },
  )
  const ask = (name: string, ...payload: unknown[]) =>
    new Promise<string>((resolve) => {
      socket.emit(name, ...payload, (ack: Ack) => resolve(ack.ok ? 'ok' : ack.error.code))
    })
  return { socket, ask, warnings, errors }
}

it('MD27 refuses a flood of requests, and says so once', async () => {
  const { ask, warnings } = connection('viewer')
  const answers = await Promise.all(Array.from({ length: 500 }, () => ask('media:join', {})))
  const count = (code: string) => answers.filter((answer) => answer === code).length
  expect(count('media.unavailable')).toBeGreaterThanOrEqual(200)
  expect(count('rate.limited')).toBeGreaterThan(200)
  expect(warnings).toEqual(['a connection floods media requests'])
})

it('refuses what is no request, whatever it is, and answers nobody who asks for no answer', async () => {
  const { ask, socket, errors } = connection('viewer')
  for (const nonsense of [null, 7, 'x', [], { direction: 'up' }, { direction: { $gt: 1 } }]) {
    expect(await ask('media:transport.create', nonsense)).toBe('input.invalid')
  }
  socket.emit('media:join')
  socket.emit('media:join', { a: 1 }, 'not a function')
  expect(errors).toEqual([])
})
