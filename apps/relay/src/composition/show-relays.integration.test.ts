import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { systemActor, type Role } from '@stallcast/shared/crew'
import type { Ack, LiveState, ShowEvent, Snapshot, StateMessage } from '@stallcast/shared/protocol'
import type { CueCard } from '@stallcast/shared/rundown'
import { createInvite, createShow, inviteToken, openInvite } from '@stallcast/store/crew'
import { appendEvents, latestEvents } from '@stallcast/store/rundown'
import {
  freePort,
  redisIsInstalled,
  startTestDatabase,
  startTestRedis,
  type TestDatabase,
  type TestRedis,
} from '@stallcast/store/testing'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startShowRelay, type ShowRelay } from './testing/show-relay.ts'

const secret = '44'.repeat(32)
const cues = ['one', 'two', 'three', 'four'].map((id) => ({
  id,
  title: id,
  type: 'segment',
  durationMs: 60_000,
})) as unknown as CueCard[]

let test: TestDatabase
let redis: TestRedis | undefined
let showId = ''
let shows = 0
const open: Socket[] = []
const running: ShowRelay[] = []
const children: ChildProcess[] = []
let reacted: { relay: number; event: ShowEvent }[] = []

beforeAll(async () => {
  test = await startTestDatabase()
  if (redisIsInstalled) redis = await startTestRedis(await freePort())
})
afterAll(async () => {
  await redis?.stop()
  await test.stop()
})
beforeEach(async () => {
  shows += 1
  showId = `live-${shows}`
  reacted = []
  await createShow(test.database, {
    id: showId,
    slug: showId,
    title: 'Live',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: 0,
  })
})
afterEach(async () => {
  for (const socket of open.splice(0)) socket.disconnect()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const relay of running.splice(0)) await relay.stop()
})

const settings = (redisUrl: string | null) => ({ databaseUrl: test.url, redisUrl, secret, cues })

async function startRelay(redisUrl: string | null): Promise<ShowRelay> {
  const number = running.length
  const relay = await startShowRelay(settings(redisUrl), async (event) => {
    reacted.push({ relay: number, event })
  })
  running.push(relay)
  return relay
}

async function seatOf(role: Exclude<Role, 'viewer'>): Promise<{ cookie: string; id: string }> {
  const expiresAt = new Date(Date.now() + 60_000)
  const invite = await createInvite(test.database, {
    showId,
    role,
    label: role,
    tint: 0,
    expiresAt,
  })
  const opened = await openInvite(test.database, secret, await inviteToken(secret, invite))
  return { cookie: `${opened.cookie.name}=${opened.cookie.value}`, id: opened.seat.sessionId }
}

/** A connected screen, all that it was told, and what it holds by the rules that screens keep. */
async function screen(url: string, role: Exclude<Role, 'viewer'> = 'producer') {
  const { cookie, id } = await seatOf(role)
  const socket = io(url, {
    query: { show: showId, as: role },
    extraHeaders: { cookie },
    transports: ['websocket'],
    reconnection: false,
  })
  open.push(socket)
  const states: StateMessage[] = []
  const events: ShowEvent[] = []
  socket.on('state', (message: StateMessage) => states.push(message))
  socket.on('event', (event: ShowEvent) => events.push(event))
  const snapshot = await new Promise<Snapshot>((resolve, reject) => {
    socket.once('snapshot', resolve)
    socket.once('connect_error', reject)
  })
  return {
    socket,
    sessionId: id,
    snapshot,
    states,
    events,
    command: async (command: object) => (await socket.emitWithAck('command', command)) as Ack,
    last: <D extends keyof LiveState>(domain: D): LiveState[D] | undefined =>
      states.findLast((message) => message.domain === domain)?.state as LiveState[D] | undefined,
  }
}

const go = (expectedCueId: string | null) => ({ type: 'clock.go', expectedCueId })

function note(type: string): Promise<unknown> {
  const event = { showId, domain: 'test', atMs: Date.now(), actor: systemActor }
  return test.database
    .transaction()
    .execute((trx) => appendEvents(trx, { ...event, events: [{ type, data: {} }] }))
}

// The same tests for both: nobody must notice that there are several relays.
describe.each([
  { relays: 1, name: 'one relay' },
  { relays: 2, name: 'two relays over Redis' },
])('a show on $name', ({ relays }) => {
  const isRunnable = relays === 1 || redisIsInstalled
  const start = async () => {
    const redisUrl = relays === 1 ? null : (redis?.url ?? null)
    const first = await startRelay(redisUrl)
    return [first, relays === 1 ? first : await startRelay(redisUrl)] as const
  }

  it.runIf(isRunnable)(
    'CG46 a state reaches every screen once, the same on each relay',
    async () => {
      const [a, b] = await start()
      const here = await screen(a.url)
      const there = await screen(b.url)
      a.hub.publish(showId, 'sales', { orders: 7 } as never)
      await expect.poll(() => there.last('sales')).toMatchObject({ orders: 7 })
      await expect.poll(() => here.last('sales')).toMatchObject({ orders: 7 })
      const late = await screen(b.url)
      expect(late.snapshot.live.sales).toMatchObject({ orders: 7 })
      for (const { states } of [here, there]) {
        expect(states.filter(({ domain }) => domain === 'sales')).toHaveLength(1)
      }
    },
  )

  it.runIf(isRunnable)(
    'CG46 a later state never gives way to an earlier one, whoever said it',
    async () => {
      const [a, b] = await start()
      const here = await screen(a.url)
      const there = await screen(b.url)
      for (let orders = 1; orders <= 20; orders++) {
        const { hub } = orders % 2 === 0 ? a : b
        hub.publish(showId, 'sales', { orders } as never)
        await expect.poll(() => there.last('sales')).toMatchObject({ orders })
        await expect.poll(() => here.last('sales')).toMatchObject({ orders })
      }
      for (const { states } of [here, there]) {
        const revs = states.filter(({ domain }) => domain === 'sales').map(({ rev }) => rev)
        expect(revs).toEqual(revs.toSorted((x, y) => x - y))
      }
    },
  )

  it.runIf(isRunnable)(
    'CG48 the clock runs from either relay; of two at once one is told that it is late',
    async () => {
      const [a, b] = await start()
      const here = await screen(a.url)
      const there = await screen(b.url)
      expect(await here.command(go(null))).toMatchObject({ ok: true })
      await expect.poll(() => there.last('clock')?.cue?.id).toBe('one')
      expect(await there.command(go('one'))).toMatchObject({ ok: true })
      await expect.poll(() => here.last('clock')?.cue?.id).toBe('two')
      const answers = await Promise.all([here.command(go('two')), there.command(go('two'))])
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
      expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'clock.stale' } })
      await expect.poll(() => here.last('clock')?.cue?.id).toBe('three')
      await expect.poll(() => there.last('clock')?.cue?.id).toBe('three')
      // Another relay says no as it would itself.
      const finance = await screen(b.url, 'finance')
      expect(await finance.command(go('three'))).toMatchObject({
        error: { code: 'auth.forbidden' },
      })
    },
  )

  it.runIf(isRunnable)(
    'RD26 an event reaches each screen once, and each reaction once',
    async () => {
      const [a, b] = await start()
      const here = await screen(a.url)
      const there = await screen(b.url)
      for (let index = 0; index < 5; index++) await note(`thing-${index}`)
      await expect.poll(() => here.events.length).toBe(5)
      await expect.poll(() => there.events.length).toBe(5)
      await expect.poll(() => reacted.length).toBe(5)
      expect(reacted.map(({ event }) => event.seq)).toEqual([1, 2, 3, 4, 5])
      expect(new Set(reacted.map(({ relay }) => relay)).size).toBe(1)
    },
  )

  it.runIf(isRunnable)('CG46 who is connected is counted over all relays', async () => {
    const [a, b] = await start()
    const here = await screen(a.url)
    const there = await screen(b.url, 'editor')
    const roles = (of: typeof here) =>
      of
        .last('audience')
        ?.crew.map(({ role }) => role)
        .toSorted()
    await expect.poll(() => roles(here)).toEqual(['editor', 'producer'])
    await expect.poll(() => roles(there)).toEqual(['editor', 'producer'])
    there.socket.disconnect()
    await expect.poll(() => roles(here)).toEqual(['producer'])
  })

  it.runIf(isRunnable)('CG45 a withdrawn seat is closed on every relay', async () => {
    const [a, b] = await start()
    const there = await screen(b.url, 'guest')
    const closed = new Promise((resolve) => there.socket.once('disconnect', resolve))
    a.relays.endSession(there.sessionId)
    expect(await closed).toBe('io server disconnect')
  })
})

describe.runIf(redisIsInstalled)('relays of one show', () => {
  it('CG47 one relay runs the show; killed, another does within seconds, from where it was', async () => {
    const [child, url] = await forkRelay()
    const here = await screen(url)
    expect(await here.command(go(null))).toMatchObject({ ok: true })
    const b = await startRelay(redis?.url ?? null)
    const there = await screen(b.url)
    await b.relays.owner.start()
    expect(b.relays.owner.owns(showId)).toBe(false)
    expect(await there.command(go('one'))).toMatchObject({ ok: true })
    const [latest] = await latestEvents(test.database, showId, 1)
    await expect.poll(() => childReacted.at(-1)).toBe(latest?.seq)
    child.kill('SIGKILL')
    await note('while-nobody-ran-it')
    await expect.poll(() => b.relays.owner.owns(showId), { timeout: 8_000 }).toBe(true)
    await expect.poll(() => reacted.map(({ event }) => event.type)).toContain('while-nobody-ran-it')
    const known = new Set(childReacted)
    expect(reacted.filter(({ event }) => known.has(event.seq))).toEqual([])
    expect(b.hub.read(showId, 'clock')?.cue?.id).toBe('two')
    expect(await there.command(go('two'))).toMatchObject({ ok: true })
  })

  it('CG47 the relay that runs a show hears of edits on one that does not', async () => {
    const [a, b] = [await startRelay(redis?.url ?? null), await startRelay(redis?.url ?? null)]
    await screen(a.url)
    await screen(b.url)
    a.touched.length = 0
    b.relays.rundownChanged(showId)
    await expect.poll(() => a.touched).toEqual([showId])
    expect(b.touched).toEqual([])
  })

  it('CG47 relays that start together share the shows, and none is run twice', async () => {
    const others = ['x', 'y', 'z'].map((name) => `${showId}-${name}`)
    for (const id of others) {
      const slug = id
      const plain = {
        title: 'T',
        subtitle: '',
        currency: 'EUR',
        timeZone: 'UTC',
        plannedStartMs: 0,
      }
      await createShow(test.database, { id, slug, ...plain })
    }
    const [a, b] = [await startRelay(redis?.url ?? null), await startRelay(redis?.url ?? null)]
    await Promise.all([a.relays.owner.start(), b.relays.owner.start()])
    const mine = [showId, ...others]
    const owners = () =>
      mine.map((id) => [a, b].filter(({ relays }) => relays.owner.owns(id)).length)
    await expect.poll(owners, { timeout: 40_000 }).toEqual([1, 1, 1, 1])
    expect([a, b].every(({ relays }) => relays.owner.owned().length > 0)).toBe(true)
  })

  it('CG49 without Redis a relay that does not run the show still decides on the newest state', async () => {
    const port = await freePort()
    const own = await startTestRedis(port)
    const [a, b] = [await startRelay(own.url), await startRelay(own.url)]
    const here = await screen(a.url)
    const there = await screen(b.url)
    expect(await here.command(go(null))).toMatchObject({ ok: true })
    await own.stop()
    // The one knows nothing of the other's, and yet no cue is taken twice or passed over.
    expect(await there.command(go('one'))).toMatchObject({ ok: true })
    expect(await here.command(go('one'))).toMatchObject({ error: { code: 'clock.stale' } })
    expect(await here.command(go('two'))).toMatchObject({ ok: true })
    expect(await there.command(go('three'))).toMatchObject({ ok: true })
    const types = () => here.events.map(({ type }) => type)
    await expect.poll(() => types().filter((type) => type === 'cueTaken').length).toBe(4)
    const again = await startTestRedis(port)
    await expect.poll(() => here.last('clock')?.cue?.id, { timeout: 10_000 }).toBe('four')
    for (const socket of open.splice(0)) socket.disconnect()
    for (const relay of running.splice(0)) await relay.stop()
    await again.stop()
  })
})

let childReacted: number[] = []

async function forkRelay(): Promise<[ChildProcess, string]> {
  const script = fileURLToPath(new URL('./testing/show-relay-process.ts', import.meta.url))
  const given = JSON.stringify(settings(redis?.url ?? null))
  const child = fork(script, [given], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.push(child)
  childReacted = []
  const url = await new Promise<string>((resolve) => {
    child.on('message', (message: { url?: string; reacted?: number }) => {
      if (message.reacted !== undefined) childReacted.push(message.reacted)
      if (message.url !== undefined) resolve(message.url)
    })
  })
  return [child, url]
}
