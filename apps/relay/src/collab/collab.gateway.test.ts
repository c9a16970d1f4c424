import { setTimeout as pause } from 'node:timers/promises'
import { Server as SocketServer } from 'socket.io'
import { documentName } from '@stallcast/shared/rundown'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { AcceptedUpdate } from './live-document.ts'
import { readCues } from './rundown-document.ts'
import {
  connectClient,
  leaveAll,
  startCollab,
  until,
  type TestClient,
  type TestCollab,
} from './testing/collab-server.ts'
import { MemoryDocumentLog } from './testing/memory-log.ts'
import { entryIn, putCue, textIn } from './testing/replicas.ts'

const rundown = documentName('demo', 'rundown')
let log: MemoryDocumentLog
let collab: TestCollab

beforeEach(async () => {
  log = new MemoryDocumentLog()
  collab = await startCollab(log)
})

afterEach(async () => {
  leaveAll()
  await collab.stop()
})

async function restart(limits: Parameters<typeof startCollab>[1]): Promise<void> {
  await collab.stop()
  collab = await startCollab(log, limits)
}

async function join(given: Parameters<typeof connectClient>[1]): Promise<TestClient> {
  const client = connectClient(collab.url, given)
  await client.synced()
  return client
}

/** A raw connection: what it is sent is thrown away. */
async function openRaw(query = 'as=host&session=raw'): Promise<WebSocket> {
  const socket = new WebSocket(`${collab.url}/${encodeURIComponent(rundown)}?${query}`)
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  return socket
}

function closeOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.addEventListener('close', (event) => resolve(event.code)))
}

describe('CG12 durable before visible', () => {
  it('CG12 an edit is shown to nobody, old or new, before it is in the log', async () => {
    const host = await join({ role: 'host' })
    const other = await join({ role: 'producer' })
    const written = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    log.beforeAppend = () => {
      started.resolve()
      return written.promise
    }
    host.doc.transact(() => putCue(host.doc, 'one'))
    await started.promise
    const late = connectClient(collab.url, { role: 'editor' })
    const look = collab.service.read(rundown, readCues)
    const quick = await Promise.race([look, late.synced(), pause(100, 'nothing yet')])
    expect(quick).toBe('nothing yet')
    expect(other.doc.getMap('cues').size).toBe(0)
    written.resolve()
    await Promise.all([late.synced(), until(other.doc, () => other.doc.getMap('cues').has('one'))])
    expect(late.doc.getMap('cues').has('one')).toBe(true)
    expect(await look).toHaveLength(1)
  })

  it('CG12 edits that come in while the log is written go in together, in order', async () => {
    const host = await join({ role: 'host' })
    const batches: number[] = []
    const append = log.append.bind(log)
    log.append = async (doc, entries) => {
      batches.push(entries.length)
      await pause(20)
      return append(doc, entries)
    }
    host.doc.transact(() => putCue(host.doc, 'one'))
    for (const letter of 'abcdefgh') {
      textIn(host.doc, 'one', 'notes').insert(textIn(host.doc, 'one', 'notes').length, letter)
      await pause(1)
    }
    const other = await join({ role: 'editor' })
    await until(other.doc, () => readCues(other.doc)[0]?.notes === 'abcdefgh')
    expect(batches.reduce((sum, size) => sum + size)).toBe(9)
    expect(batches.length).toBeLessThan(9)
    expect(log.rows.get(rundown)?.map((row) => row.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe('CG17 when the log cannot be written', () => {
  it('CG17 nobody sees the edit, everybody is sent away, and it comes back with its author', async () => {
    const host = await join({ role: 'host' })
    const other = await join({ role: 'producer' })
    const closes: number[] = []
    for (const { provider } of [host, other]) {
      provider.on('connection-close', (event) => closes.push(event?.code ?? 0))
    }
    let fails = true
    log.beforeAppend = () => {
      if (!fails) return
      fails = false
      throw new Error('database is away')
    }
    host.doc.transact(() => putCue(host.doc, 'one'))
    await until(other.doc, () => other.doc.getMap('cues').has('one'))
    expect(closes).toEqual([1011, 1011])
    expect(log.rows.get(rundown)).toHaveLength(1)
    expect(collab.service.metrics().appendFailures).toBe(1)
  })

  it("CG17 the server's own edit is rejected, and the next one starts from the log", async () => {
    log.beforeAppend = () => {
      throw new Error('database is away')
    }
    const write = collab.service.writeAsServer(rundown, (doc) => putCue(doc, 'one'))
    await expect(write).rejects.toThrow('database is away')
    log.beforeAppend = () => undefined
    expect(await collab.service.read(rundown, readCues)).toEqual([])
  })
})

describe('CG14 who may open what', () => {
  const turnedAway: [query: string, name: string, code: number][] = [
    ['as=nobody', rundown, 4401],
    ['as=guest', rundown, 4401],
    ['as=viewer', rundown, 4401],
    ['as=host&show=other', rundown, 4401],
    ['as=host', documentName('demo', 'finance'), 4401],
    ['as=host', 'show:demo:secrets', 4404],
    ['as=host', '%E0%A4%A', 4404],
  ]

  it.each(turnedAway)('CG14 %s at %s is closed with %i', async (query, name, code) => {
    const socket = new WebSocket(`${collab.url}/${name}?${query}`)
    expect(await closeOf(socket)).toBe(code)
    expect(collab.service.metrics().documents).toBe(0)
  })

  it('CG14 lives beside Socket.IO, however long the seat takes to check', async () => {
    const sockets = new SocketServer(collab.http, {
      destroyUpgrade: true,
      destroyUpgradeTimeout: 1,
    })
    collab.slowSeatMs = 60
    const client = await join({ role: 'host' })
    expect(client.provider.synced).toBe(true)
    sockets.engine.close()
  })
})

describe('CG18 seats end at once', () => {
  it('CG18 a revoked session is closed, and nothing it still had in line is taken', async () => {
    const host = await join({ role: 'host', session: 's-1' })
    const other = await join({ role: 'producer', session: 's-2' })
    host.doc.transact(() => putCue(host.doc, 'one'))
    await until(other.doc, () => other.doc.getMap('cues').has('one'))
    await collab.service.revoke('s-1')
    entryIn(host.doc, 'cues', 'one').set('flag', true)
    expect((await host.closed).code).toBe(4401)
    expect(other.provider.wsconnected).toBe(true)
    expect(log.rows.get(rundown)).toHaveLength(1)
  })

  it('CG18 a seat withdrawn elsewhere is found out', async () => {
    await restart({ heartbeatMs: 20 })
    const host = await join({ role: 'host', session: 's-1' })
    collab.withdrawn.add('s-1')
    expect(JSON.parse((await host.closed).reason)).toEqual({ code: 'auth.revoked' })
  })
})

describe('CG16 limits', () => {
  it('CG16 a frame too large, a text, and bytes that are no message', async () => {
    await restart({ maxFrameBytes: 1_000 })
    const answers = [new Uint8Array(1_001), 'hello', Uint8Array.of(9), Uint8Array.of(0, 7, 0)].map(
      async (frame) => {
        const socket = await openRaw()
        socket.send(frame)
        return closeOf(socket)
      },
    )
    expect(await Promise.all(answers)).toEqual([4413, 4400, 4400, 4400])
  })

  it('CG16 too many frames: closed, and may come back', async () => {
    await restart({ frameBurst: 30 })
    const socket = await openRaw()
    for (let index = 0; index < 40; index++) socket.send(Uint8Array.of(3))
    expect(await closeOf(socket)).toBe(4529)
    expect(collab.service.metrics().closedFast).toBe(1)
  })

  it('CG16 who does not read is closed, and nobody waits for it', async () => {
    await restart({ maxBufferedBytes: 0, frameBurst: 10_000 })
    await collab.service.writeAsServer(rundown, (doc) =>
      putCue(doc, 'one', { script: 'x'.repeat(200_000) }),
    )
    const socket = await openRaw()
    for (let index = 0; index < 200; index++) socket.send(Uint8Array.of(0, 0, 1, 0))
    expect(await closeOf(socket)).toBe(1013)
  })
})

describe('CG10 client ids on the wire', () => {
  it('CG10 nobody writes under the id of somebody who is connected, nor under the server’s', async () => {
    const host = await join({ role: 'host', session: 's-1' })
    host.doc.transact(() => putCue(host.doc, 'one'))
    const serverId = await collab.service.read(rundown, (doc) => doc.clientID)
    for (const stolen of [host.doc.clientID, serverId]) {
      const thief = await join({ role: 'producer', session: 's-2' })
      await until(thief.doc, () => thief.doc.getMap('cues').has('one'))
      const own = thief.doc.clientID
      thief.doc.clientID = stolen
      entryIn(thief.doc, 'cues', 'one').set('flag', true)
      expect((await thief.closed).code).toBe(4403)
      thief.doc.clientID = own
    }
    entryIn(host.doc, 'cues', 'one').set('skip', true)
    const other = await join({ role: 'editor' })
    await until(other.doc, () => readCues(other.doc)[0]?.skip === true)
    expect(readCues(other.doc)[0]?.flag).toBe(false)
  })
})

describe('CG15 presence on the wire', () => {
  it('CG15 others see who is where, by the name of the seat, until they leave', async () => {
    const ida = await join({ role: 'host', name: 'Ida', session: 's-1' })
    const mo = await join({ role: 'editor', name: 'Mo', session: 's-2' })
    ida.provider.awareness.setLocalState({ cell: 'cues/one/title', user: { name: 'Boss' } })
    const seen = await change(mo, () => mo.provider.awareness.getStates().get(ida.doc.clientID))
    expect(seen).toEqual({
      cell: 'cues/one/title',
      user: { name: 'Ida', role: 'host', sessionId: 's-1', tint: 0 },
    })
    ida.provider.disconnect()
    await change(mo, () => !mo.provider.awareness.getStates().has(ida.doc.clientID))
    expect(log.rows.size).toBe(0)
  })

  async function change<T>(client: TestClient, look: () => T): Promise<T> {
    for (let found = look(); ; found = look()) {
      if (found) return found
      await new Promise((resolve) => client.provider.awareness.once('change', resolve))
    }
  }
})

describe('CG20 the server in the document', () => {
  it('CG20 writes where no client may, is heard, and is in the log without a session', async () => {
    const heard: AcceptedUpdate[] = []
    const stop = collab.service.onUpdate(rundown, (update) => heard.push(update))
    const editor = await join({ role: 'editor' })
    await collab.service.writeAsServer(rundown, (doc) =>
      doc.getMap('clips').set('clip', new Y.Map([['state', 'ready']])),
    )
    await until(editor.doc, () => editor.doc.getMap('clips').has('clip'))
    stop()
    await collab.service.writeAsServer(rundown, (doc) => doc.getMap('facts').set('paid', true))
    expect(heard).toMatchObject([
      {
        docName: rundown,
        showId: 'demo',
        seq: 1,
        role: null,
        sessionId: null,
        paths: ['clips/clip'],
      },
    ])
    expect(log.rows.get(rundown)).toHaveLength(2)
  })

  it('CG20 what it wrote before it threw stands, is logged, and it hears of the throw', async () => {
    const write = collab.service.writeAsServer(rundown, (doc) => {
      doc.getMap('facts').set('half', true)
      throw new Error('no further')
    })
    await expect(write).rejects.toThrow('no further')
    expect(log.rows.get(rundown)).toHaveLength(1)
    await expect(collab.service.read('no such name', readCues)).rejects.toThrow('no such show')
  })

  it('CG19 a document that nobody looks at is put away with a snapshot, and is whole when it returns', async () => {
    await restart({ unloadAfterMs: 5 })
    const host = await join({ role: 'host' })
    host.doc.transact(() => putCue(host.doc, 'one'))
    const other = await join({ role: 'editor' })
    await until(other.doc, () => other.doc.getMap('cues').has('one'))
    leaveAll()
    while (collab.service.metrics().documents > 0 || !log.snapshots.has(rundown)) await pause(5)
    expect(log.snapshots.get(rundown)?.seq).toBe(1)
    expect(await collab.service.read(rundown, readCues)).toHaveLength(1)
  })
})
