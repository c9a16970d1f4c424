import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listApiKeys, revokeApiKey } from '@stallcast/store/automation'
import { readEvents } from '@stallcast/store/rundown'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { KeyGate } from './key-gate.ts'
import { apiClient, type Answer } from '../testing/api-client.ts'
import { addCues, RelayProcess, showId, slug } from '../testing/relay-process.ts'

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.create()
  await relay.addCameras()
  await relay.writeDocument((doc) => {
    addCues([
      { id: 'hello', title: 'Hello' },
      { id: 'offer', title: 'The mug', number: '2a' },
      { id: 'bye', title: 'Goodbye' },
    ])(doc)
    const column = { order: 'a0', name: 'Lights', type: 'number', options: [], writers: [] }
    const made = { ...column, department: null, deletedAt: null, createdAt: 1 }
    doc.getMap('columns').set('lights', new Y.Map<unknown>(Object.entries(made)))
  })
  await relay.start()
})
afterAll(() => relay.stop())

const code = ({ status, body }: Answer) => [status, body['code']]

describe('the HTTP API', () => {
  it('AU1 lets nobody in without a key of this show, and says so as a problem', async () => {
    const stranger = await apiClient(relay, null)('GET', '/state')
    expect(code(stranger)).toEqual([401, 'key.missing'])
    expect(stranger.headers.get('content-type')).toContain('application/problem+json')
    expect(stranger.headers.get('www-authenticate')).toContain('Bearer')
    expect(code(await apiClient(relay, `sck_${'x'.repeat(43)}`)('GET', '/state'))).toEqual([
      401,
      'key.invalid',
    ])
    const key = await relay.key(['read'])
    const elsewhere = await fetch(`${relay.url}/api/v1/shows/another/state`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(elsewhere.status).toBe(401)
  })

  it('AU5 takes no cookie for a key, and sends no page of another origin in', async () => {
    const cookie = await relay.producerCookie()
    const withCookie = await apiClient(relay, null)('GET', '/state', undefined, { cookie })
    expect(code(withCookie)).toEqual([401, 'key.missing'])
    const asked = await apiClient(relay, await relay.key(['read']))('GET', '/state', undefined, {
      origin: 'https://elsewhere.example',
    })
    expect(asked.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('AU2 does what the scopes of the key allow, nothing else', async () => {
    const reader = apiClient(relay, await relay.key(['read']))
    expect((await reader('GET', '/cues')).status).toBe(200)
    expect(code(await reader('POST', '/clock/go', {}))).toEqual([403, 'key.scope'])
    expect(code(await reader('PATCH', '/cues/hello', { title: 'x' }))).toEqual([403, 'key.scope'])
    expect(code(await reader('GET', '/sales'))).toEqual([403, 'key.scope'])
    const runner = apiClient(relay, await relay.key(['clock']))
    expect(code(await runner('GET', '/state'))).toEqual([403, 'key.scope'])
  })

  it('AU4 never acts on GET', async () => {
    const call = apiClient(relay, await relay.key(['read', 'clock', 'bus']))
    for (const path of ['/clock/go', '/bus/take', '/clock/end']) {
      expect(code(await call('GET', path))).toEqual([404, 'api.unknown'])
    }
    expect((await call('GET', '/state')).body['phase']).toBe('idle')
  })

  it('AU6 runs the clock as people do, by the same rules, under the name of its key', async () => {
    const call = apiClient(relay, await relay.key(['read', 'clock'], 'Stage deck'))
    expect((await call('POST', '/clock/go', { expectedCueId: null })).status).toBe(200)
    expect(code(await call('POST', '/clock/go', { expectedCueId: null }))).toEqual([
      409,
      'clock.stale',
    ])
    expect((await call('POST', '/clock/jump', { number: '2A' })).status).toBe(200)
    const { body } = await call('GET', '/state')
    expect(body['onAir']).toEqual({ id: 'offer', label: '2a', title: 'The mug' })
    expect(body['next']).toMatchObject({ id: 'bye', label: '3' })
    expect(body['remaining']).toMatch(/^(1:00|0:5\d)$/)
    for (const [path, given, phase] of [
      ['/clock/hold', {}, 'held'],
      ['/clock/resume', undefined, 'running'],
      ['/clock/add-time', { seconds: 30 }, 'running'],
      ['/clock/load', { cueId: 'hello' }, 'running'],
      ['/clock/load', {}, 'running'],
      ['/clock/set-time', { remainingMs: 5_000 }, 'running'],
      ['/clock/back', {}, 'running'],
      ['/clock/skip', { expectedCueId: 'hello', expectedNextId: 'offer' }, 'running'],
    ] as const) {
      const answer = await call('POST', path, given)
      expect([path, answer.status, (answer.body['result'] as { phase?: string })?.phase]).toEqual([
        path,
        200,
        phase,
      ])
    }
    const log = await readEvents(relay.database, showId, 0)
    expect(
      new Set(log.filter((row) => row.domain === 'clock').map((row) => row.actor.name)),
    ).toEqual(new Set(['Stage deck']))
    expect(code(await call('POST', '/clock/jump', { number: 99 }))).toEqual([404, 'cue.unknown'])
    expect(code(await call('POST', '/clock/jump', {}))).toEqual([400, 'input.invalid'])
  })

  it('AU6 switches, closes offers, runs timers and writes to the stage', async () => {
    const call = apiClient(relay, await relay.key(['read', 'bus', 'offer', 'timers', 'stage']))
    await expect
      .poll(async () => (await call('GET', '/state')).body['sources'], { timeout: 10_000 })
      .toContainEqual({ id: 'cam2', number: 2, label: 'Camera 2', state: 'live' })
    expect((await call('POST', '/bus/preview', { number: 2 })).status).toBe(200)
    expect((await call('POST', '/bus/take', { expectedPreviewId: 'cam2' })).status).toBe(200)
    expect((await call('POST', '/bus/cut', { sourceId: 'cam1' })).status).toBe(200)
    expect(code(await call('POST', '/bus/preview', { number: 9 }))).toEqual([
      404,
      'media.unknown-source',
    ])
    expect((await call('POST', '/timers/set', { timer: 1, durationMs: 90_000 })).status).toBe(200)
    expect((await call('POST', '/timers/start', { timer: 1 })).status).toBe(200)
    expect((await call('POST', '/stage/message', { text: 'Wrap up' })).status).toBe(200)
    const { body } = await call('GET', '/state')
    expect(body['bus']).toMatchObject({ programSourceId: 'cam1' })
    expect(body['timers']).toMatchObject({ timers: [{ id: 1, durationMs: 90_000 }, {}, {}] })
    expect(JSON.stringify(body['stage'])).toContain('Wrap up')
    for (const [path, given] of [
      ['/timers/add', { timer: 1, deltaMs: 1_000 }],
      ['/timers/pause', { timer: 1 }],
      ['/timers/reset', { timer: 1 }],
      ['/stage/blackout', { on: true }],
      ['/stage/blackout', { on: false }],
      ['/stage/clear', {}],
    ] as const) {
      expect([path, (await call('POST', path, given)).status]).toEqual([path, 200])
    }
    expect((await call('POST', '/offer/close', {})).body['code']).toBe('offer.unknown')
  })

  it('AU10 marks in and out', async () => {
    const call = apiClient(relay, await relay.key(['read', 'marks'], 'Marker'))
    const { body } = await call('POST', '/marks/in', { label: 'Best bit' })
    expect(body['mark']).toMatchObject({ label: 'Best bit', outAtMs: null, createdBy: 'Marker' })
    const out = await call('POST', '/marks/out', {})
    expect((out.body['mark'] as { outAtMs: number }).outAtMs).toBeGreaterThan(0)
    expect(code(await call('POST', '/marks/out', {}))).toEqual([404, 'mark.unknown'])
    expect((await call('GET', '/marks')).body['marks']).toHaveLength(1)
  })

  it('AU11 changes a cue as a logged edit of its key, held to the same shapes', async () => {
    const call = apiClient(relay, await relay.key(['read', 'rundown.write'], 'Lights desk'))
    const change = { title: 'Goodbye all', durationMs: 42_000, flag: true, cells: { lights: 7 } }
    const changed = await call('PATCH', '/cues/number:3', change)
    expect(changed.body['cue']).toMatchObject({ id: 'bye', ...change })
    expect((await call('GET', '/cues?number=3')).body['cues']).toMatchObject([change])
    const refused = [
      { durationMs: -1 },
      { nonsense: 1 },
      { deletedAt: 1 },
      { order: 'a1' },
      { cells: { lights: 'seven' } },
      {},
    ]
    for (const wrong of refused) {
      expect([wrong, ...code(await call('PATCH', '/cues/bye', wrong))]).toEqual([
        wrong,
        400,
        'input.invalid',
      ])
    }
    expect(code(await call('PATCH', '/cues/bye', { cells: { gone: 1 } }))).toEqual([
      404,
      'column.unknown',
    ])
    const rows = await relay.database
      .selectFrom('doc_updates')
      .select(['person_name', 'paths'])
      .where('person_name', '=', 'Lights desk')
      .execute()
    expect(rows.flatMap((row) => row.paths)).toEqual(
      expect.arrayContaining(['cues/bye/title', 'cues/bye/durationMs']),
    )
  })

  it('AU7 acts once per Idempotency-Key, and refuses another request under it', async () => {
    const call = apiClient(relay, await relay.key(['read', 'clock']))
    const once = { 'idempotency-key': 'press-1' }
    const before = (await call('GET', '/state')).body['clock'] as { cueAddedMs: number }
    const first = await call('POST', '/clock/add-time', { seconds: 10 }, once)
    const again = await call('POST', '/clock/add-time', { seconds: 10 }, once)
    expect([first.status, again.status]).toEqual([200, 200])
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(again.body).toEqual(first.body)
    const after = (await call('GET', '/state')).body['clock'] as { cueAddedMs: number }
    expect(after.cueAddedMs - before.cueAddedMs).toBe(10_000)
    expect(code(await call('POST', '/clock/add-time', { seconds: 20 }, once))).toEqual([
      422,
      'api.key-reused',
    ])
    const both = await Promise.all(
      [1, 2, 3].map(() =>
        call('POST', '/clock/add-time', { seconds: 1 }, { 'idempotency-key': 'press-2' }),
      ),
    )
    expect(both.filter(({ status }) => status === 409 || status === 200)).toHaveLength(3)
    const last = (await call('GET', '/state')).body['clock'] as { cueAddedMs: number }
    expect(last.cueAddedMs - after.cueAddedMs).toBe(1_000)
  })

  it('AU8 tells the log without sessions, and money only to keys that may see it', async () => {
    const { body } = await apiClient(relay, await relay.key(['read']))('GET', '/events?limit=500')
    const rows = body['events'] as { domain: string; actor: unknown }[]
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.every(({ actor }) => typeof actor === 'string')).toBe(true)
    expect(rows.some(({ domain }) => ['offer', 'sales', 'settlement'].includes(domain))).toBe(false)
  })

  it('AU3 slows a key down that asks too often, and whoever guesses keys, but nobody else', async () => {
    let nowMs = 0
    const gate = new KeyGate(relay.database, () => nowMs)
    const [eager, calm] = [await relay.key(['read']), await relay.key(['read'])]
    const ask = (key: string, address = 'a') =>
      gate.admit(key, slug, address).then(
        () => 'in',
        (error: { code: string }) => error.code,
      )
    const asked: string[] = []
    for (let nth = 0; nth < 61; nth += 1) asked.push(await ask(eager))
    expect([asked.at(59), asked.at(60), await ask(calm)]).toEqual(['in', 'rate.limited', 'in'])
    nowMs = 1_000
    expect(await ask(eager)).toBe('in')
    const guessed: string[] = []
    for (let nth = 0; nth < 21; nth += 1) guessed.push(await ask(`sck_${nth}`, 'b'))
    expect([guessed.at(19), guessed.at(20)]).toEqual(['key.invalid', 'rate.limited'])
  })

  it('AU2 ends a revoked key and all it has open at once', async () => {
    const key = await relay.key(['read'], 'Doomed')
    const socket = io(`${relay.url}/api`, {
      auth: { show: slug, key },
      transports: ['websocket'],
      reconnection: false,
    })
    await new Promise((resolve) => socket.once('snapshot', resolve))
    const ended = new Promise((resolve) => socket.once('disconnect', resolve))
    const [{ id = '' } = {}] = (await listApiKeys(relay.database, showId)).filter(
      ({ name }) => name === 'Doomed',
    )
    await revokeApiKey(relay.database, showId, id)
    expect(await ended).toBe('io server disconnect')
    expect(code(await apiClient(relay, key)('GET', '/state'))).toEqual([401, 'key.revoked'])
  })
})

describe('what programs hear', () => {
  it('AU9 tells a Socket.IO client what its scopes let it see', async () => {
    const key = await relay.key(['read'])
    const socket = io(`${relay.url}/api`, {
      auth: { show: slug, key },
      transports: ['websocket'],
      reconnection: false,
    })
    const snapshot = await new Promise<{ live: Record<string, unknown> }>((resolve, reject) => {
      socket.once('snapshot', resolve)
      socket.once('connect_error', reject)
    })
    expect(Object.keys(snapshot.live)).toEqual(expect.arrayContaining(['clock', 'bus']))
    expect(snapshot.live['sales']).toBeUndefined()
    const told = new Promise<{ domain: string }>((resolve) => socket.once('state', resolve))
    const logged = new Promise<{ type: string }>((resolve) => socket.once('event', resolve))
    await apiClient(relay, await relay.key(['clock']))('POST', '/clock/hold', {})
    expect((await told).domain).toBe('clock')
    expect((await logged).type).toBe('showHeld')
    socket.disconnect()
    const refused = io(`${relay.url}/api`, {
      auth: { show: slug, key: 'sck_wrong' },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    })
    const error = await new Promise<Error & { data?: { code: string } }>((resolve) =>
      refused.once('connect_error', resolve),
    )
    expect(error.data?.code).toBe('key.invalid')
    refused.disconnect()
  })

  it('AU9 feeds a plain WebSocket, with a key in its address only if that key can but read', async () => {
    const feed = (key: string) =>
      new WebSocket(`ws://127.0.0.1:${relay.port}/api/v1/shows/${slug}/feed?key=${key}`)
    const client = feed(await relay.key(['read']))
    const [message] = await new Promise<[Buffer]>((resolve, reject) => {
      client.once('message', (data) => resolve([data as Buffer]))
      client.once('error', reject)
    })
    expect(JSON.parse(message.toString())).toMatchObject({
      type: 'state',
      state: { phase: 'held' },
    })
    client.close()
    const powerful = feed(await relay.key(['read', 'clock']))
    const status = await new Promise((resolve) => {
      powerful.once('unexpected-response', (_request, response) => resolve(response.statusCode))
      powerful.once('error', () => undefined)
    })
    expect(status).toBe(403)
  })

  it('AU39 serves its own description and a viewer for it, with nothing from elsewhere', async () => {
    const openapi = await (await fetch(`${relay.url}/api/v1/openapi.json`)).json()
    expect(openapi).toMatchObject({ openapi: '3.1.0' })
    expect((await fetch(`${relay.url}/api/v1/asyncapi.json`)).status).toBe(200)
    const page = await fetch(`${relay.url}/api/docs`)
    const html = await page.text()
    expect(html).not.toMatch(/https?:\/\//)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const [, path] of html.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)) {
      expect((await fetch(`${relay.url}/api/${path}`)).status).toBe(200)
    }
  })
})
