import { documentName } from '@stallcast/shared/rundown'
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
import { describeDocumentLog } from './document-log.contract.ts'
import type { DocumentLog } from './document-log.port.ts'
import type { CollabLimits } from './limits.ts'
import { readCues } from './rundown-document.ts'
import {
  connectClient,
  leaveAll,
  startCollab,
  until,
  type TestCollab,
} from './testing/collab-server.ts'
import { entryIn, putCue, putMark, textIn } from './testing/replicas.ts'

let postgres: TestDatabase
let log: DocumentLog & ReturnType<typeof createDocumentLog>
let redis: TestRedis | undefined
let collab: TestCollab
/** The relay that the second person comes by: where there is one relay, the same. */
let second: TestCollab
let show = ''
let shows = 0

beforeAll(async () => {
  postgres = await startTestDatabase()
  if (redisIsInstalled) redis = await startTestRedis(await freePort())
})

afterAll(async () => {
  await redis?.stop()
  await postgres.stop()
})

describeDocumentLog('Postgres', () => createDocumentLog(postgres.database))

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const rundown = () => documentName(show, 'rundown')

// The same tests for both: people on one relay must not notice that there are others.
describe.each([
  { relays: 1, name: 'one relay' },
  { relays: 2, name: 'two relays over Redis' },
])('the collaboration endpoint on Postgres: $name', ({ relays }) => {
  const isRunnable = relays === 1 || redisIsInstalled
  const start = (limits: Partial<CollabLimits> = {}) =>
    startCollab(log, limits, relays > 1 && redis ? new RedisBus(redis.url, silent) : null)

  beforeEach(async () => {
    shows += 1
    show = `demo-${shows}`
    log = createDocumentLog(postgres.database)
    collab = await start()
    second = relays === 1 ? collab : await start()
  })

  afterEach(async () => {
    leaveAll()
    await collab.stop()
    if (second !== collab) await second.stop()
  })

  it.runIf(isRunnable)(
    'CG11 two people who type into one text end up with the same text, and all of it',
    async () => {
      const ida = connectClient(collab.url, { role: 'host', show })
      const jon = connectClient(second.url, { role: 'producer', show })
      await Promise.all([ida.synced(), jon.synced()])
      ida.doc.transact(() => putCue(ida.doc, 'one'))
      await until(jon.doc, () => jon.doc.getMap('cues').has('one'))
      for (let index = 0; index < 100; index++) {
        textIn(ida.doc, 'one', 'notes').insert(0, 'a')
        textIn(jon.doc, 'one', 'notes').insert(textIn(jon.doc, 'one', 'notes').length, 'b')
      }
      const whole = (doc: typeof ida.doc) => textIn(doc, 'one', 'notes').length === 200
      await Promise.all([
        until(ida.doc, () => whole(ida.doc)),
        until(jon.doc, () => whole(jon.doc)),
      ])
      const text = textIn(ida.doc, 'one', 'notes').toString()
      expect(textIn(jon.doc, 'one', 'notes').toString()).toBe(text)
      expect([...text].filter((letter) => letter === 'a')).toHaveLength(100)
      const cues = await collab.service.read(rundown(), readCues)
      expect(cues.map((cue) => cue.notes)).toEqual([text])
    },
  )

  it.runIf(isRunnable)(
    'CG13 a refused client is told why and closed with 4403; its edit is nowhere',
    async () => {
      const host = connectClient(collab.url, { role: 'host', show })
      const editor = connectClient(second.url, { role: 'editor', show })
      await Promise.all([host.synced(), editor.synced()])
      host.doc.transact(() => putCue(host.doc, 'one', { durationMs: 1_000 }))
      await until(editor.doc, () => editor.doc.getMap('cues').has('one'))
      const told: string[] = []
      editor.provider.messageHandlers[2] = (_encoder, decoder) => {
        told.push(new TextDecoder().decode(decoder.arr.subarray(decoder.pos)))
      }
      entryIn(editor.doc, 'cues', 'one').set('durationMs', 9)
      const { code, reason } = await editor.closed
      expect([code, JSON.parse(reason)]).toEqual([
        4403,
        { code: 'collab.refused', path: 'cues/one/durationMs' },
      ])
      expect(told.join('')).toContain('"role":"editor"')
      host.doc.transact(() => putCue(host.doc, 'two'))
      const third = connectClient(second.url, { role: 'finance', show })
      await third.synced()
      await until(third.doc, () => third.doc.getMap('cues').has('two'))
      expect(entryIn(third.doc, 'cues', 'one').get('durationMs')).toBe(1_000)
      expect(entryIn(host.doc, 'cues', 'one').get('durationMs')).toBe(1_000)
      const rows = await log.history(rundown())
      expect(rows.map((row) => row.role)).toEqual(['host', 'host'])
    },
  )

  it.runIf(isRunnable)('CG12 what others have seen is in the log, with who did it', async () => {
    const host = connectClient(collab.url, { role: 'host', show, name: 'Ida', session: 's-1' })
    const editor = connectClient(second.url, { role: 'editor', show, name: 'Mo', session: 's-2' })
    await Promise.all([host.synced(), editor.synced()])
    host.doc.transact(() => putCue(host.doc, 'one'))
    await until(editor.doc, () => editor.doc.getMap('cues').has('one'))
    editor.doc.transact(() => putMark(editor.doc, 'm'))
    await until(host.doc, () => host.doc.getMap('marks').has('m'))
    const rows = await log.history(rundown())
    expect(rows.map((row) => [row.seq, row.personName, row.sessionId, row.paths])).toEqual([
      [2, 'Mo', 's-2', ['marks/m']],
      [1, 'Ida', 's-1', ['cues/one']],
    ])
    expect(await log.history(rundown(), { path: 'marks/m' })).toHaveLength(1)
  })

  it.runIf(isRunnable)(
    'CG12 a relay that is killed after an edit was acknowledged loses nothing',
    async () => {
      const host = connectClient(collab.url, { role: 'host', show })
      const witness = connectClient(second.url, { role: 'producer', show })
      await Promise.all([host.synced(), witness.synced()])
      host.doc.transact(() => putCue(host.doc, 'one'))
      for (let index = 0; index < 50; index++)
        entryIn(host.doc, 'cues', 'one').set('durationMs', index)
      await until(witness.doc, () => readCues(witness.doc)[0]?.durationMs === 49)
      leaveAll()
      await collab.drop()
      collab = await start()
      const cues = await collab.service.read(rundown(), readCues)
      expect(cues.map((cue) => cue.durationMs)).toEqual([49])
    },
  )

  it.runIf(isRunnable)(
    'CG14 the finance document is closed to the editor, open to finance',
    async () => {
      const editor = connectClient(second.url, { role: 'editor', show, kind: 'finance' })
      expect((await editor.closed).code).toBe(4401)
      const finance = connectClient(second.url, { role: 'finance', show, kind: 'finance' })
      await finance.synced()
      finance.doc.getText('notes').insert(0, 'Ask about the deposit')
      const producer = connectClient(collab.url, { role: 'producer', show, kind: 'finance' })
      await producer.synced()
      await until(producer.doc, () => producer.doc.getText('notes').length > 0)
      expect(producer.doc.getText('notes').toString()).toBe('Ask about the deposit')
    },
  )

  it.runIf(isRunnable)(
    'CG19 a document put away and asked for again is whole, from its snapshot',
    async () => {
      leaveAll()
      await collab.stop()
      collab = await start({ snapshotEveryUpdates: 5 })
      for (let index = 0; index < 12; index++) {
        await collab.service.writeAsServer(rundown(), (doc) => putCue(doc, `cue-${index}`))
      }
      // Written on the side, so some edits late at times.
      const snapshotSeq = async () => (await log.load(rundown())).snapshot?.seq ?? 0
      await expect.poll(snapshotSeq).toBeGreaterThanOrEqual(5)
      const stored = await log.load(rundown())
      expect((stored.snapshot?.seq ?? 0) + stored.updates.length).toBe(12)
      await collab.stop()
      collab = await start()
      expect(await collab.service.read(rundown(), (doc) => doc.getMap('cues').size)).toBe(12)
      expect(await log.history(rundown(), { limit: 500 })).toHaveLength(12)
    },
  )

  it.runIf(relays === 1)(
    'CG17 while Postgres refuses nobody sees an edit; afterwards it arrives by itself',
    async () => {
      const host = connectClient(collab.url, { role: 'host', show })
      const other = connectClient(second.url, { role: 'producer', show })
      await Promise.all([host.synced(), other.synced()])
      // Somebody else's row takes the next number, as a second relay without a stream would.
      await log.append(rundown(), [
        {
          seq: 1,
          update: Uint8Array.of(0, 0),
          sessionId: null,
          role: null,
          personName: 'x',
          paths: [],
          atMs: 1,
        },
      ])
      const closes: number[] = []
      other.provider.on('connection-close', (event) => closes.push(event?.code ?? 0))
      host.doc.transact(() => putCue(host.doc, 'one'))
      await until(other.doc, () => other.doc.getMap('cues').has('one'))
      expect(closes).toEqual([1011])
      expect((await log.history(rundown())).map((row) => row.seq)).toEqual([2, 1])
    },
  )
})
