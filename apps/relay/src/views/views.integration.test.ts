import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import express from 'express'
import { pino } from 'pino'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ViewGrant } from '@stallcast/shared/crew'
import type { Ack } from '@stallcast/shared/protocol'
import { viewCommandSchema } from '@stallcast/shared/protocol'
import {
  documentName,
  patchedCue,
  type RundownView,
  type RundownViewPatch,
  type ViewCue,
} from '@stallcast/shared/rundown'
import { createDocumentLog } from '@stallcast/store/collab'
import { createInvite, createShow, inviteToken, openInvite, readGrant } from '@stallcast/store/crew'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import * as Y from 'yjs'
import { CollabService, cueMap } from '../collab/index.ts'
import { createSeatGate, crewRouter } from '../crew/index.ts'
import { errorHandler } from '../infra/http.ts'
import { createSocketGateway, LiveHub, sessionRoom } from '../live/index.ts'
import { ViewService } from './index.ts'

const secret = '44'.repeat(32)
const showId = 'views'
const docName = documentName(showId, 'rundown')
const log = pino({ level: 'silent' })
const hidden = 'the-guest-is-a-surprise'

let test: TestDatabase
let http: HttpServer
let documents: CollabService
let views: ViewService
let ioServer: ReturnType<typeof createSocketGateway>
let producer: string
const open: Socket[] = []

beforeAll(async () => {
  test = await startTestDatabase()
  const { database } = test
  await createShow(database, {
    id: showId,
    slug: showId,
    title: 'Views',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: 0,
  })
  documents = new CollabService({ log: createDocumentLog(database), clock: Date.now, logger: log })
  await documents.writeAsServer(docName, seed)
  const app = express()
  http = createServer(app)
  const gate = createSeatGate({ database, secret })
  const endSession = (sessionId: string) =>
    void ioServer.in(sessionRoom(sessionId)).disconnectSockets(true)
  views = new ViewService({
    documents,
    grant: (inviteId) => readGrant(database, inviteId),
    lookups: async () => ({
      sources: [{ value: 'cam', label: '1 Wide' }],
      products: [{ value: 'flask', label: hidden }],
    }),
    endSession,
    log,
  })
  app.use(
    '/api',
    crewRouter({
      database,
      secret,
      origin: 'http://stallcast.test',
      gate,
      endSession,
      onGrants: (id) => views.grantsChanged(id),
    }),
  )
  app.use(errorHandler(log))
  ioServer = createSocketGateway({
    http,
    database,
    gate,
    hub: new LiveHub(),
    log,
    openShow: async () => undefined,
    command: (seat, command) => views.setCell(seat, viewCommandSchema.parse(command)),
    onSeat: (socket) => views.welcome(socket),
    onAudience: () => undefined,
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  producer = (await seatOf({ role: 'producer' })).cookie
})
afterEach(() => open.splice(0).forEach((socket) => socket.disconnect()))
afterAll(async () => {
  views.close()
  await ioServer.close()
  await documents.close()
  await test.stop()
})

function seed(doc: Y.Doc): void {
  for (const [id, order] of [
    ['one', 'a0'],
    ['two', 'a1'],
  ] as const) {
    const cue = { order, type: 'offer' as const, durationMs: 60_000, createdAt: 1 }
    const texts = { title: `Cue ${id}`, notes: `notes of ${id}`, script: `${hidden} in ${id}` }
    const map = cueMap({ ...cue, ...texts, productId: 'flask', priceMinor: 987_654 } as never)
    doc.getMap('cues').set(id, map)
  }
  const column = { order: 'a0', options: [], writers: [], department: null, deletedAt: null }
  for (const id of ['lights', 'sound']) {
    const entries = Object.entries({ ...column, name: id, type: 'text', createdAt: 1 })
    doc.getMap('columns').set(id, new Y.Map<unknown>(entries))
    doc.getText(`cell:one:${id}`).insert(0, `${id} up`)
  }
}

const url = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`

async function seatOf(wanted: { role: 'producer' | 'observer'; view?: ViewGrant }) {
  const invite = await createInvite(test.database, {
    showId,
    label: 'Kim',
    tint: 0,
    expiresAt: new Date(Date.now() + 600_000),
    ...wanted,
  })
  const opened = await openInvite(test.database, secret, await inviteToken(secret, invite))
  const cookie = `${opened.cookie.name}=${opened.cookie.value}`
  return { cookie, inviteId: invite.id }
}

function grant(columns: string[], writable: string[] = []): ViewGrant {
  return { view: 'cuesheet', columns, writable }
}

/** An observer's screen: what it was sent, byte by byte, and what it shows. */
async function observe(view: ViewGrant, held?: { cookie: string; inviteId: string }) {
  const { cookie, inviteId } = held ?? (await seatOf({ role: 'observer', view }))
  const socket = io(url(), {
    query: { show: showId, as: `observer.${inviteId}` },
    extraHeaders: { cookie },
    transports: ['websocket'],
    reconnection: false,
  })
  open.push(socket)
  const frames: string[] = []
  socket.io.engine.on('packet', ({ data }) => frames.push(String(data)))
  const state = { view: null as RundownView | null, cues: new Map<string, ViewCue>() }
  socket.on('rundown:view', (whole: RundownView) => {
    state.view = whole
    state.cues = new Map(whole.cues.map((cue) => [cue.id, cue]))
  })
  socket.on('rundown:view:patch', (patch: RundownViewPatch) => {
    for (const id of patch.gone ?? []) state.cues.delete(id)
    for (const cue of patch.cues ?? []) {
      state.cues.set(cue.id, patchedCue(state.cues.get(cue.id), cue))
    }
  })
  const set = (cueId: string, column: string, value: unknown, expected: unknown): Promise<Ack> =>
    socket.emitWithAck('command', { type: 'view.setCell', cueId, column, value, expected })
  await vi.waitFor(() => expect(state.view).not.toBeNull())
  return { socket, frames, state, set, inviteId, cookie }
}

const edit = (change: (doc: Y.Doc) => void) => documents.writeAsServer(docName, change)
const cueOf = (doc: Y.Doc, id: string) => doc.getMap('cues').get(id) as Y.Map<unknown>
const read = <T>(look: (doc: Y.Doc) => T) => documents.read(docName, look)
const notesOf = (id: string) => read((doc) => String(cueOf(doc, id).get('notes')))

async function api(method: string, path: string, body?: unknown) {
  const response = await fetch(`${url()}/api/shows/${showId}/invites${path}?as=producer`, {
    method,
    headers: { cookie: producer, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as { invite?: object; endedSeats?: number }
  return { status: response.status, body: answer }
}

describe('what reaches the holder of a link', () => {
  it('VW5 nothing of a column that was not granted is on the wire, before and after edits', async () => {
    const screen = await observe(grant(['title', 'notes', 'lights']))
    await edit((doc) => {
      for (const key of ['script', 'notes']) {
        const text = cueOf(doc, 'one').get(key) as Y.Text
        text.insert(0, key === 'script' ? `${hidden} again ` : 'seen ')
      }
      doc.getText('cell:one:sound').insert(0, hidden)
      doc.getText('cell:one:lights').insert(0, 'all ')
      cueOf(doc, 'two').set('priceMinor', 123_987)
    })
    await vi.waitFor(() => {
      expect(screen.state.cues.get('one')?.values).toEqual({
        title: 'Cue one',
        notes: 'seen notes of one',
        lights: 'all lights up',
      })
    })
    const wire = screen.frames.join('\n')
    expect(wire).toContain('seen notes')
    for (const secretText of [
      hidden,
      '987654',
      '123987',
      'flask',
      'sound',
      'sourceId',
      'priceMinor',
    ]) {
      expect(wire).not.toContain(secretText)
    }
  })

  it('VW5 an edit in a column that was not granted sends nothing at all', async () => {
    const screen = await observe(grant(['title']))
    const before = screen.frames.length
    await edit((doc) => cueOf(doc, 'one').set('quantity', 5))
    await edit((doc) => (cueOf(doc, 'one').get('title') as Y.Text).insert(0, 'The '))
    await vi.waitFor(() =>
      expect(screen.state.cues.get('one')?.values).toEqual({ title: 'The Cue one' }),
    )
    const told = screen.frames.slice(before).filter((frame) => frame.includes('rundown:view'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('"values":{"title":"The Cue one"}')
    await edit((doc) => (cueOf(doc, 'one').get('title') as Y.Text).delete(0, 4))
  })

  it('VW4 the document itself stays shut, and so is another link of the same show', async () => {
    const { cookie, inviteId } = await seatOf({ role: 'observer', view: grant(['title']) })
    const other = await seatOf({ role: 'observer', view: grant(['title', 'script']) })
    const refused = (as: string) =>
      new Promise((resolve) => {
        const socket = io(url(), {
          query: { show: showId, as },
          extraHeaders: { cookie },
          transports: ['websocket'],
          reconnection: false,
        })
        open.push(socket)
        socket.on('connect_error', (error) => resolve((error as { data?: unknown }).data))
      })
    expect(await refused(`observer.${other.inviteId}`)).toMatchObject({ code: 'auth.missing' })
    expect(await refused('producer')).toMatchObject({ code: 'auth.missing' })
    const both = await observe(grant([]), { cookie: `${cookie}; ${other.cookie}`, inviteId })
    expect(both.state.view?.grant.columns).toEqual(['title'])
  })

  it('VW7 cues that come, go and move reach the screen', async () => {
    const screen = await observe(grant(['title', 'groupId', 'plan']))
    await edit((doc) => {
      const cue = { order: 'a2', type: 'segment' as const, durationMs: 5, createdAt: 1 }
      doc
        .getMap('cues')
        .set('new', cueMap({ ...cue, title: 'New', notes: '', script: '' } as never))
      cueOf(doc, 'two').set('order', 'Zz')
      const group = { order: 'a5', title: 'Block B', colour: null, targetMs: 9, deletedAt: null }
      doc.getMap('groups').set('g', new Y.Map<unknown>(Object.entries({ ...group, createdAt: 1 })))
    })
    await vi.waitFor(() => expect(screen.state.cues.get('two')?.order).toBe('Zz'))
    expect(screen.state.cues.get('new')).toMatchObject({ timing: { durationMs: 5 } })
    await edit((doc) => cueOf(doc, 'new').set('deletedAt', 7))
    await vi.waitFor(() => expect(screen.state.cues.has('new')).toBe(false))
  })
})

describe('writing through a link', () => {
  it('VW12 a writable cell is written under the name of the person, into the log too', async () => {
    const screen = await observe(grant(['notes', 'lights'], ['notes', 'lights']))
    expect(await screen.set('two', 'notes', 'notes of two, more', 'notes of two')).toEqual({
      ok: true,
      result: null,
    })
    expect(await screen.set('two', 'lights', 'blue', null)).toMatchObject({ ok: true })
    expect(await notesOf('two')).toBe('notes of two, more')
    const row = await test.database
      .selectFrom('doc_updates')
      .select(['person_name', 'role', 'paths', 'session_id'])
      .where('doc', '=', docName)
      .orderBy('seq', 'desc')
      .offset(1)
      .executeTakeFirst()
    expect(row).toMatchObject({ person_name: 'Kim', role: 'observer', paths: ['cues/two/notes'] })
    expect(row?.session_id).not.toBeNull()
  })

  it('VW12 anything else is refused and leaves the run of show as it was', async () => {
    const screen = await observe(grant(['title', 'notes', 'durationMs'], ['notes', 'durationMs']))
    const before = await read((doc) => Y.encodeStateVector(doc))
    const code = async (answer: Promise<Ack>) => {
      const ack = await answer
      return ack.ok ? 'done' : ack.error.code
    }
    expect(await code(screen.set('one', 'title', 'Mine', 'Cue one'))).toBe('view.not-writable')
    expect(await code(screen.set('one', 'script', 'Mine', ''))).toBe('view.not-writable')
    expect(await code(screen.set('one', 'durationMs', 1, 2))).toBe('view.stale')
    expect(await code(screen.set('one', 'durationMs', 'x', 60_000))).toBe('input.invalid')
    expect(await code(screen.set('gone', 'notes', 'x', ''))).toBe('cue.unknown')
    expect(await read((doc) => Y.encodeStateVector(doc))).toEqual(before)
  })

  it('VW13 a flood of writes is refused', async () => {
    const screen = await observe(grant(['notes'], ['notes']))
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => screen.set('one', 'notes', 'x', 'x')),
    )
    expect(answers.some((answer) => !answer.ok && answer.error.code === 'rate.limited')).toBe(true)
  })
})

describe('a link that changes', () => {
  it('VW1 a link for an observer needs a view, any other may have none', async () => {
    const wanted = { label: 'Kim', hours: 2 }
    expect((await api('POST', '', { ...wanted, role: 'observer' })).status).toBe(400)
    const view = grant(['title'], ['title'])
    expect((await api('POST', '', { ...wanted, role: 'guest', view })).status).toBe(400)
    const tooMuch = { ...view, writable: ['notes'] }
    expect((await api('POST', '', { ...wanted, role: 'observer', view: tooMuch })).status).toBe(400)
    const made = await api('POST', '', { ...wanted, role: 'observer', view })
    expect(made.body.invite).toMatchObject({ role: 'observer', view })
  })

  it('VW3 a changed grant is what the open screen sees and writes from then on', async () => {
    const screen = await observe(grant(['title', 'notes'], ['notes']))
    const changed = await api('PATCH', `/${screen.inviteId}`, { view: grant(['title']) })
    expect(changed.status).toBe(200)
    await vi.waitFor(() => expect(screen.state.view?.columns).toHaveLength(1))
    expect(screen.state.cues.get('one')?.values).toEqual({ title: 'Cue one' })
    const answer = await screen.set('one', 'notes', 'more', 'notes of one')
    expect(answer).toMatchObject({ ok: false, error: { code: 'view.not-writable' } })
    const before = screen.frames.length
    await edit((doc) => (cueOf(doc, 'one').get('notes') as Y.Text).insert(0, 'later '))
    await pause(150)
    expect(screen.frames.slice(before).join()).not.toContain('later')
  })

  it('VW3 withdrawing a link ends its screens at once', async () => {
    const screen = await observe(grant(['title']))
    const ended = new Promise((resolve) => screen.socket.once('disconnect', resolve))
    expect((await api('DELETE', `/${screen.inviteId}`)).body).toEqual({ endedSeats: 1 })
    await ended
    const answer = await views
      .setCell(
        {
          sessionId: 's',
          showId,
          role: 'observer',
          personName: 'Kim',
          tint: 0,
          inviteId: screen.inviteId,
        },
        { type: 'view.setCell', cueId: 'one', column: 'title', value: 'x', expected: 'y' },
      )
      .catch((error: unknown) => error)
    expect(answer).toMatchObject({ code: 'auth.revoked' })
  })
})
