import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { systemActor, type Role } from '@stallcast/shared/crew'
import type { Ack, ShowEvent, Snapshot } from '@stallcast/shared/protocol'
import { clockCommandSchema, newCueCard } from '@stallcast/shared/rundown'
import { listen, type Listener } from '@stallcast/store'
import { createInvite, createShow, inviteToken, openInvite } from '@stallcast/store/crew'
import { appendEvents, readCursor, showEventsChannel } from '@stallcast/store/rundown'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { createSeatGate } from '../crew/index.ts'
import { RundownService } from '../rundown/index.ts'
import { createSocketGateway, LiveHub, LogFollower, sessionRoom } from './index.ts'

const secret = '33'.repeat(32)
const showId = 'live'
const log = pino({ level: 'silent' })
const cues = [
  newCueCard({ id: 'one', title: 'One', type: 'segment', durationMs: 60_000 }),
  newCueCard({ id: 'two', title: 'Two', type: 'segment', durationMs: 60_000 }),
]

let test: TestDatabase
let http: HttpServer
let hub: LiveHub
let follower: LogFollower
let listener: Listener
let ioServer: ReturnType<typeof createSocketGateway>
const reacted: ShowEvent[] = []
const open: Socket[] = []

beforeAll(async () => {
  test = await startTestDatabase()
  await createShow(test.database, {
    id: showId,
    slug: showId,
    title: 'Live',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: 0,
  })
  http = createServer()
  hub = new LiveHub()
  const gate = createSeatGate({ database: test.database, secret })
  const rundown = new RundownService({
    database: test.database,
    cues: async () => cues,
    publish: hub.publish,
    now: Date.now,
  })
  follower = new LogFollower({
    database: test.database,
    log,
    push: (event) => ioServer.to(`show:${event.showId}:producer`).emit('event', event),
  })
  follower.react('test', async (event) => {
    if (event.type === 'fails-once' && !reacted.some((seen) => seen.seq === event.seq)) {
      reacted.push(event)
      throw new Error('not yet')
    }
    reacted.push(event)
  })
  ioServer = createSocketGateway({
    http,
    database: test.database,
    gate,
    hub,
    log,
    openShow: async (id) => {
      await rundown.open(id)
      await follower.open(id)
    },
    command: (seat, command) => rundown.command(seat, clockCommandSchema.parse(command)),
    onSeat: () => undefined,
    onAudience: () => undefined,
  })
  listener = listen(test.url, { [showEventsChannel]: (id) => follower.wake(id) })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
})
afterEach(() => open.splice(0).forEach((socket) => socket.disconnect()))
afterAll(async () => {
  follower.close()
  await listener.close()
  await ioServer.close()
  await test.stop()
})

const url = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`

async function cookieFor(role: Exclude<Role, 'viewer'>): Promise<{ cookie: string; id: string }> {
  const invite = await createInvite(test.database, {
    showId,
    role,
    label: role,
    tint: 0,
    expiresAt: new Date(Date.now() + 60_000),
  })
  const opened = await openInvite(test.database, secret, await inviteToken(secret, invite))
  return { cookie: `${opened.cookie.name}=${opened.cookie.value}`, id: opened.seat.sessionId }
}

function connect(as: string, headers: Record<string, string> = {}): Socket {
  const socket = io(url(), {
    query: { show: showId, as },
    extraHeaders: headers,
    transports: ['websocket'],
    reconnection: false,
  })
  open.push(socket)
  return socket
}

function snapshotOf(socket: Socket): Promise<Snapshot> {
  return new Promise((resolve, reject) => {
    socket.once('snapshot', resolve)
    socket.once('connect_error', (error: Error & { data?: { code?: string } }) =>
      reject(Object.assign(error, { code: error.data?.code })),
    )
  })
}

describe('the live channel', () => {
  it('CR6 gives each seat its own view of the show', async () => {
    hub.publish(showId, 'sales', { orders: 3 } as never)
    const { cookie } = await cookieFor('producer')
    const producer = await snapshotOf(connect('producer', { cookie }))
    const viewer = await snapshotOf(connect('viewer'))
    expect([producer.seat.role, producer.live.sales?.orders]).toEqual(['producer', 3])
    expect([viewer.live.sales, viewer.live.clock?.phase]).toEqual([undefined, 'idle'])
  })

  it('CR4 refuses a seat that the cookie does not give, and says why', async () => {
    const { cookie } = await cookieFor('guest')
    const refused = (as: string, headers = {}) => snapshotOf(connect(as, headers))
    await expect(refused('producer')).rejects.toMatchObject({ code: 'auth.missing' })
    await expect(refused('producer', { cookie })).rejects.toMatchObject({ code: 'auth.missing' })
    await expect(refused('king')).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it('CR7 refuses a page of another origin', async () => {
    const { cookie } = await cookieFor('producer')
    await expect(
      snapshotOf(connect('producer', { cookie, origin: 'http://elsewhere.example' })),
    ).rejects.toMatchObject({ code: 'auth.origin' })
    const own = await snapshotOf(connect('producer', { cookie, origin: url() }))
    expect(own.show.title).toBe('Live')
  })

  it('RD2 acknowledges a command, tells everyone, and refuses the stale and the forbidden', async () => {
    const cookies = [(await cookieFor('producer')).cookie, (await cookieFor('finance')).cookie]
    const producer = connect('producer', { cookie: cookies[0] ?? '' })
    const finance = connect('finance', { cookie: cookies[1] ?? '' })
    await Promise.all([snapshotOf(producer), snapshotOf(finance)])
    const told = new Promise((resolve) => finance.once('state', resolve))
    const go = { type: 'clock.go', expectedCueId: null }
    const ack = (await producer.emitWithAck('command', go)) as Ack
    expect(ack.ok).toBe(true)
    expect(await told).toMatchObject({ domain: 'clock', state: { cue: { id: 'one' } } })
    expect(await producer.emitWithAck('command', go)).toMatchObject({
      ok: false,
      error: { code: 'clock.stale' },
    })
    expect(await finance.emitWithAck('command', go)).toMatchObject({
      ok: false,
      error: { code: 'auth.forbidden' },
    })
    expect(await producer.emitWithAck('command', { type: 'nonsense' })).toMatchObject({
      ok: false,
      error: { code: 'input.invalid' },
    })
  })

  it('RD25 restores the clock exactly as it was', async () => {
    const before = hub.read(showId, 'clock')
    const restarted = new LiveHub()
    const rundown = new RundownService({
      database: test.database,
      cues: async () => cues,
      publish: restarted.publish,
      now: Date.now,
    })
    await rundown.open(showId)
    expect(restarted.read(showId, 'clock')).toEqual(before)
  })

  it('RD26 brings what another process logged to the screens, and to each reaction in order', async () => {
    const producer = connect('producer', { cookie: (await cookieFor('producer')).cookie })
    await snapshotOf(producer)
    const seen: string[] = []
    const done = new Promise<void>((resolve) =>
      producer.on('event', (event: ShowEvent) => {
        seen.push(event.type)
        if (event.type === 'after') resolve()
      }),
    )
    await test.database.transaction().execute((trx) =>
      appendEvents(trx, {
        showId,
        domain: 'test',
        atMs: Date.now(),
        actor: systemActor,
        events: [
          { type: 'fails-once', data: {} },
          { type: 'after', data: {} },
        ],
      }),
    )
    await done
    expect(seen).toEqual(['fails-once', 'after'])
    await expect.poll(() => reacted.at(-1)?.type, { timeout: 10_000 }).toBe('after')
    const mine = reacted.map((event) => event.type).filter((type) => /fails-once|after/.test(type))
    expect(mine).toEqual(['fails-once', 'fails-once', 'after'])
    await expect
      .poll(() => readCursor(test.database, showId, 'test'), { timeout: 5_000 })
      .toBe(reacted.at(-1)?.seq)
  })

  it('CR3 closes the connections of a withdrawn seat', async () => {
    const { cookie, id } = await cookieFor('guest')
    const guest = connect('guest', { cookie })
    await snapshotOf(guest)
    const closed = new Promise((resolve) => guest.once('disconnect', resolve))
    ioServer.in(sessionRoom(id)).disconnectSockets(true)
    expect(await closed).toBe('io server disconnect')
  })
})
