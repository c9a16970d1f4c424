import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { cellKey, documentName } from '@stallcast/shared/rundown'
import { createDocumentLog } from '@stallcast/store/collab'
import {
  freePort,
  redisIsInstalled,
  startTestDatabase,
  startTestRedis,
  type TestDatabase,
  type TestRedis,
} from '@stallcast/store/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RedisBus } from '../infra/redis-bus.ts'
import type { RelayBus } from '../infra/relay-bus.ts'
import type { CollabLimits } from './limits.ts'
import { readCues } from './rundown-document.ts'
import {
  connectClient,
  leaveAll,
  startCollab,
  until,
  type TestCollab,
} from './testing/collab-server.ts'
import { LostBus } from './testing/lost-bus.ts'
import { entryIn, putColumn, putCue, textIn } from './testing/replicas.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const never = 3_600_000

let postgres: TestDatabase
let redis: TestRedis
let redisPort = 0
let show = ''
let shows = 0
const open: TestCollab[] = []
const children: ChildProcess[] = []

beforeAll(async () => {
  postgres = await startTestDatabase()
  if (!redisIsInstalled) return
  redisPort = await freePort()
  redis = await startTestRedis(redisPort)
})
afterAll(async () => {
  if (redisIsInstalled) await redis.stop()
  await postgres.stop()
})
beforeEach(() => {
  shows += 1
  show = `shared-${shows}`
})
afterEach(async () => {
  leaveAll()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const relay of open.splice(0)) await relay.stop()
})

const rundown = () => documentName(show, 'rundown')
const log = () => createDocumentLog(postgres.database)
const seqs = async () =>
  (await log().history(rundown(), { limit: 2_000 })).map((row) => row.seq).toReversed()

async function startRelay(
  limits: Partial<CollabLimits> = {},
  bus: RelayBus = new RedisBus(redis.url, silent),
): Promise<TestCollab> {
  const started = await startCollab(log(), limits, bus)
  open.push(started)
  return started
}

/** Two relays that share the log, and tell each other nothing. */
async function strangers(limits: Partial<CollabLimits> = { sweepEveryMs: never }) {
  return [
    await startRelay(limits, new LostBus('a')),
    await startRelay(limits, new LostBus('b')),
  ] as const
}

describe('relays that tell each other nothing share one log', () => {
  it('CG40 writers on both stand in one line: no number is missing, nobody is sent away', async () => {
    const [a, b] = await strangers({ sweepEveryMs: 20 })
    const ida = connectClient(a.url, { role: 'host', show })
    const jon = connectClient(b.url, { role: 'producer', show })
    const closes: unknown[] = []
    for (const { provider } of [ida, jon]) {
      provider.on('connection-close', (event) => closes.push(event?.code))
    }
    await Promise.all([ida.synced(), jon.synced()])
    ida.doc.transact(() => putCue(ida.doc, 'one'))
    await until(jon.doc, () => jon.doc.getMap('cues').has('one'))
    for (let index = 0; index < 100; index++) {
      textIn(ida.doc, 'one', 'notes').insert(0, 'a')
      textIn(jon.doc, 'one', 'notes').insert(0, 'b')
      if (index % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    }
    const isWhole = (doc: typeof ida.doc) => textIn(doc, 'one', 'notes').length === 200
    await Promise.all([
      until(ida.doc, () => isWhole(ida.doc)),
      until(jon.doc, () => isWhole(jon.doc)),
    ])
    expect(textIn(jon.doc, 'one', 'notes').toString()).toBe(
      textIn(ida.doc, 'one', 'notes').toString(),
    )
    const numbers = await seqs()
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    expect(closes).toEqual([])
  })

  it('CG41 a right that was taken away on one relay is gone on the other, though it was not told', async () => {
    const [a, b] = await strangers()
    await a.service.writeAsServer(rundown(), (doc) => {
      putCue(doc, 'one')
      putColumn(doc, 'gfx', { type: 'number', writers: ['editor'] })
    })
    const editor = connectClient(b.url, { role: 'editor', show })
    await editor.synced()
    const write = (value: number) => editor.doc.getMap('cells').set(cellKey('one', 'gfx'), value)
    write(1)
    await expect.poll(async () => (await seqs()).length).toBe(2)
    await a.service.writeAsServer(rundown(), (doc) =>
      entryIn(doc, 'columns', 'gfx').set('writers', []),
    )
    write(2)
    expect((await editor.closed).code).toBe(4403)
    const cells = await a.service.read(rundown(), (doc) => doc.getMap('cells').toJSON())
    expect(cells).toEqual({ 'one:gfx': 1 })
  })

  it('CG41 an entry that two people create on two relays is created once', async () => {
    const [a, b] = await strangers()
    const ida = connectClient(a.url, { role: 'host', show })
    const jon = connectClient(b.url, { role: 'host', show })
    await Promise.all([ida.synced(), jon.synced()])
    ida.doc.transact(() => putCue(ida.doc, 'one', { title: 'Ida' }))
    await expect.poll(async () => (await seqs()).length).toBe(1)
    jon.doc.transact(() => putCue(jon.doc, 'one', { title: 'Jon' }))
    expect((await jon.closed).code).toBe(4403)
    const titles = await b.service.read(rundown(), (doc) => readCues(doc).map(({ title }) => title))
    expect(titles).toEqual(['Ida'])
  })

  it('CG42 what nobody told of is found in the log', async () => {
    const [a, b] = await strangers({ sweepEveryMs: 30 })
    const jon = connectClient(b.url, { role: 'host', show })
    await jon.synced()
    const heard: boolean[] = []
    b.service.onUpdate(rundown(), ({ isRemote }) => heard.push(isRemote))
    await a.service.writeAsServer(rundown(), (doc) => putCue(doc, 'one'))
    await until(jon.doc, () => jon.doc.getMap('cues').has('one'))
    expect(heard).toEqual([true])
  })

  it('CG42 a look at the document sees what another relay has just written', async () => {
    const [a, b] = await strangers()
    await b.service.read(rundown(), readCues)
    await a.service.writeAsServer(rundown(), (doc) => putCue(doc, 'one'))
    expect(await b.service.read(rundown(), (doc) => readCues(doc).length)).toBe(1)
  })
})

describe.runIf(redisIsInstalled)('relays over Redis', () => {
  it('CG43 people see each other across relays, as the seat says, until they leave', async () => {
    const [a, b] = [await startRelay(), await startRelay()]
    const ida = connectClient(a.url, { role: 'host', show, name: 'Ida', session: 's-1' })
    const jon = connectClient(b.url, { role: 'producer', show, name: 'Jon', session: 's-2' })
    await Promise.all([ida.synced(), jon.synced()])
    ida.provider.awareness.setLocalState({ cell: 'one', user: { name: 'Boss' } })
    const seen = () => jon.provider.awareness.getStates().get(ida.doc.clientID)
    await expect.poll(seen).toMatchObject({ cell: 'one', user: { name: 'Ida', sessionId: 's-1' } })
    // Who comes later is told as well.
    const mo = connectClient(b.url, { role: 'editor', show })
    await expect.poll(() => mo.provider.awareness.getStates().has(ida.doc.clientID)).toBe(true)
    const { clientID } = ida.doc
    ida.leave()
    await expect.poll(() => jon.provider.awareness.getStates().has(clientID)).toBe(false)
  })

  it('CG44 a client id whose session is connected to another relay is for that session only', async () => {
    const [a, b] = [await startRelay(), await startRelay()]
    const ida = connectClient(a.url, { role: 'host', show, session: 's-1' })
    await ida.synced()
    ida.doc.transact(() => putCue(ida.doc, 'one'))
    const jon = connectClient(b.url, { role: 'host', show, session: 's-2' })
    await jon.synced()
    await until(jon.doc, () => jon.doc.getMap('cues').has('one'))
    await expect.poll(async () => (await seqs()).length).toBe(1)
    const own = jon.doc.clientID
    jon.doc.clientID = ida.doc.clientID
    entryIn(jon.doc, 'cues', 'one').set('flag', true)
    jon.doc.clientID = own
    expect((await jon.closed).code).toBe(4403)
    expect((await seqs()).length).toBe(1)
  })

  it('CG45 a withdrawn seat loses its connections on every relay', async () => {
    const [a, b] = [await startRelay(), await startRelay()]
    const ida = connectClient(b.url, { role: 'host', show, session: 's-9' })
    await ida.synced()
    await a.service.revoke('s-9')
    expect((await ida.closed).code).toBe(4401)
  })

  it('CG46 a relay is killed with edits in flight: nothing that was seen is lost, its people go on elsewhere', async () => {
    const b = await startRelay({ sayHereEveryMs: 100 })
    const url = await forkRelay()
    const ida = connectClient(url, { role: 'host', show, name: 'Ida', session: 's-1' })
    const jon = connectClient(b.url, { role: 'producer', show })
    await Promise.all([ida.synced(), jon.synced()])
    ida.doc.transact(() => putCue(ida.doc, 'one'))
    ida.provider.awareness.setLocalState({ cell: 'one' })
    await until(jon.doc, () => jon.doc.getMap('cues').has('one'))
    await expect.poll(() => jon.provider.awareness.getStates().has(ida.doc.clientID)).toBe(true)
    const value = (doc: typeof ida.doc) => Number(entryIn(doc, 'cues', 'one').get('durationMs'))
    let sent = 0
    const typing = setInterval(() => entryIn(ida.doc, 'cues', 'one').set('durationMs', ++sent), 1)
    await until(jon.doc, () => value(jon.doc) >= 30)
    children.at(-1)?.kill('SIGKILL')
    const seen = value(jon.doc)
    clearInterval(typing)
    ida.provider.disconnect()
    await once(children.at(-1) as ChildProcess, 'exit')
    const kept = await b.service.read(rundown(), (doc) => readCues(doc)[0]?.durationMs ?? 0)
    expect(kept).toBeGreaterThanOrEqual(seen)
    // The dead relay's people fade away, and come back where they go on.
    await expect.poll(() => jon.provider.awareness.getStates().has(ida.doc.clientID)).toBe(false)
    const again = connectClient(b.url, { role: 'host', show, session: 's-1', doc: ida.doc })
    await again.synced()
    await until(jon.doc, () => value(jon.doc) === sent)
    const numbers = await seqs()
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })

  it('CG49 Redis goes away and comes back: edits, reads and presence heal by themselves', async () => {
    const port = await freePort()
    let own = await startTestRedis(port)
    const url = own.url
    const limits = { sweepEveryMs: 100, sayHereEveryMs: 200 }
    const a = await startRelay(limits, new RedisBus(url, silent))
    const b = await startRelay(limits, new RedisBus(url, silent))
    const ida = connectClient(a.url, { role: 'host', show, session: 's-1' })
    const jon = connectClient(b.url, { role: 'producer', show, session: 's-2' })
    await Promise.all([ida.synced(), jon.synced()])
    ida.provider.awareness.setLocalState({ cell: 'one' })
    const seesIda = () => jon.provider.awareness.getStates().has(ida.doc.clientID)
    await expect.poll(seesIda).toBe(true)
    await own.stop()
    ida.doc.transact(() => putCue(ida.doc, 'one'))
    await until(jon.doc, () => jon.doc.getMap('cues').has('one'))
    jon.doc.transact(() => putCue(jon.doc, 'two'))
    await until(ida.doc, () => ida.doc.getMap('cues').has('two'))
    await expect.poll(seesIda, { timeout: 5_000 }).toBe(false)
    own = await startTestRedis(port)
    const moveAndLook = () => {
      ida.provider.awareness.setLocalState({ cell: 'two' })
      return seesIda()
    }
    await expect.poll(moveAndLook, { timeout: 10_000 }).toBe(true)
    const told = new Promise((resolve) => b.service.onUpdate(rundown(), resolve))
    ida.doc.transact(() => putCue(ida.doc, 'three'))
    await told
    await until(jon.doc, () => jon.doc.getMap('cues').has('three'))
    expect(await seqs()).toEqual([1, 2, 3])
    leaveAll()
    for (const each of open.splice(0)) await each.stop()
    await own.stop()
  })

  it('CG48 each snapshot is taken by one relay', async () => {
    const taken: number[] = []
    const counting = () => {
      const real = log()
      return {
        ...real,
        async snapshot(doc: string, seq: number, state: Uint8Array, atMs: number) {
          await real.snapshot(doc, seq, state, atMs)
          taken.push(seq)
        },
      }
    }
    const limits = { snapshotEveryUpdates: 5 }
    const start = async () => {
      const started = await startCollab(counting(), limits, new RedisBus(redis.url, silent))
      open.push(started)
      return started
    }
    const [a, b] = [await start(), await start()]
    for (let index = 0; index < 20; index++) {
      const { service } = index % 2 === 0 ? a : b
      await service.writeAsServer(rundown(), (doc) => putCue(doc, `cue-${index}`))
      // Written on the side: each is waited for, so that the next is taken on the mark.
      await expect.poll(() => taken.length).toBe(Math.floor((index + 1) / 5))
    }
    expect(taken).toEqual([5, 10, 15, 20])
  })
})

async function forkRelay(): Promise<string> {
  const script = fileURLToPath(new URL('./testing/relay-process.ts', import.meta.url))
  const child = fork(script, [postgres.url, redis.url], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  children.push(child)
  const [url] = (await once(child, 'message')) as [string]
  return url
}
