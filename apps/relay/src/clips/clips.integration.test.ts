import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ClipsState } from '@stallcast/shared/clips'
import { roleSchema, type Role, type Seat } from '@stallcast/shared/crew'
import { isDomainError, errorStatus } from '@stallcast/shared/kernel'
import { newMarkFields, type Mark } from '@stallcast/shared/rundown'
import { listen, type Listener } from '@stallcast/store'
import { clipsChannel, readClip, writeClipFailed, writeClipReady } from '@stallcast/store/clips'
import { createShow } from '@stallcast/store/crew'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { createClips } from './index.ts'

let test: TestDatabase
let mediaDir: string
let http: Server
let origin: string
let listener: Listener
let clips: ReturnType<typeof createClips>
let showId = ''
let shows = 0

const marks = new Map<string, Mark>()
const jobs: { id: string; delayMs: number | undefined }[] = []
const published: ClipsState[] = []
const now = 1_800_000_000_000

const seatOf = (role: Role): Seat => ({ sessionId: 's', showId, role, personName: 'Edda', tint: 0 })

beforeAll(async () => {
  test = await startTestDatabase()
  mediaDir = await mkdtemp(join(tmpdir(), 'stallcast-media-'))
  clips = createClips({
    database: test.database,
    queues: {
      async add(_queue, id, _payload, options) {
        if (!jobs.some((job) => job.id === id)) jobs.push({ id, delayMs: options?.delayMs })
      },
      async forget(_queue, id) {
        const at = jobs.findIndex((job) => job.id === id)
        if (at >= 0) jobs.splice(at, 1)
      },
    },
    mediaDir,
    marks: async () => [...marks.values()],
    publish: (_showId, _domain, state) => published.push(state),
    seat: async (_request, _showId, role) => seatOf(roleSchema.parse(role)),
    now: () => now,
    log: { error: (fields) => expect.fail(JSON.stringify(fields)) },
    settleMs: 1,
  })
  const app = express()
  app.use('/media', clips.router)
  const answer: express.ErrorRequestHandler = (error, _request, response, _next) => {
    if (!isDomainError(error)) throw error
    response.status(errorStatus(error.code)).json({ error: error.toView() })
  }
  app.use(answer)
  http = createServer(app)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  await new Promise<void>((resolve) => {
    listener = listen(test.url, { [clipsChannel]: (id) => clips.service.changed(id) }, () =>
      resolve(),
    )
  })
})
afterAll(async () => {
  clips.service.close()
  await listener.close()
  http.close()
  await test.stop()
  await rm(mediaDir, { recursive: true, force: true })
})
beforeEach(async () => {
  showId = `show-${++shows}`
  marks.clear()
  jobs.length = 0
  published.length = 0
  await createShow(test.database, {
    id: showId,
    slug: showId,
    title: 'Harbour Market Live',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: 0,
  })
  await clips.service.open(showId)
})

function mark(fields: Partial<Mark> = {}): void {
  const made = newMarkFields({
    track: 'program',
    inAtMs: now - 9000,
    createdBy: 'Edda',
    createdAt: now,
  })
  marks.set('m1', { id: 'm1', ...made, outAtMs: now - 1000, label: 'Reveal', ...fields })
  clips.service.marksChanged(showId)
}

const latest = () => published.at(-1) ?? []
const clipId = () => latest()[0]?.clipId ?? ''

/** A ready clip of eight kinds of bytes. */
async function readyClip(): Promise<string> {
  mark()
  await expect.poll(() => latest().length).toBe(1)
  const clip = await readClip(test.database, clipId())
  if (!clip) throw new Error('no clip')
  const folder = join(mediaDir, 'shows', showId, 'clips', 'hash')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'clip.mp4'), '0123456789')
  await writeFile(join(folder, 'poster.jpg'), 'jpg')
  const files = { renderHash: 'hash', durationMs: 8000, bytes: 10 }
  await writeClipReady(test.database, clip, files, now)
  await expect.poll(() => latest()[0]?.status).toBe('ready')
  return `${origin}${latest()[0]?.videoUrl}`
}

describe('clips in the relay', () => {
  it('CL1 CL2 a finished mark becomes one clip with one job, and screens hear of it', async () => {
    mark({ outAtMs: null })
    mark()
    mark()
    await expect.poll(() => latest()).toMatchObject([{ label: 'Reveal', status: 'queued' }])
    expect(jobs).toEqual([{ id: clipId(), delayMs: 0 }])
  })

  it('CL3 a window that ends in the future is rendered when it has passed', async () => {
    mark({ outAtMs: now + 5000 })
    await expect.poll(() => jobs).toEqual([{ id: expect.any(String), delayMs: 5000 }])
  })

  it('CL12 a show that is opened takes up what was left unfinished', async () => {
    mark()
    await expect.poll(() => jobs.length).toBe(1)
    jobs.length = 0
    await clips.service.open(showId)
    expect(jobs).toHaveLength(1)
  })

  it('CL14 a failed clip goes back on the queue, asked by who may render only', async () => {
    mark()
    await expect.poll(() => jobs.length).toBe(1)
    const clip = await readClip(test.database, jobs[0]?.id ?? '')
    if (!clip) throw new Error('no clip')
    await writeClipFailed(test.database, clip, { code: 'clip.not-recorded', params: {} }, now)
    await expect.poll(() => latest()[0]?.status).toBe('failed')
    jobs.length = 0
    await expect(clips.service.retry(seatOf('finance'), clip.clipId)).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
    await clips.service.retry(seatOf('editor'), clip.clipId)
    expect(jobs).toHaveLength(1)
    await expect.poll(() => latest()[0]?.status).toBe('queued')
  })

  it('CL16 the crew plays a clip in ranges, from what it has already where it can', async () => {
    const url = `${await readyClip()}?as=editor`
    const part = await fetch(url, { headers: { range: 'bytes=2-5' } })
    expect([part.status, await part.text()]).toEqual([206, '2345'])
    expect(part.headers.get('content-range')).toBe('bytes 2-5/10')
    expect(part.headers.get('content-type')).toBe('video/mp4')
    const tag = part.headers.get('etag') ?? ''
    // Node's fetch asks for a fresh copy with a condition of its own; a browser's cache does not.
    const known = { 'if-none-match': tag, 'cache-control': 'max-age=0' }
    expect((await fetch(url, { headers: known })).status).toBe(304)
    expect((await fetch(url, { headers: { range: 'bytes=50-60' } })).status).toBe(416)
    expect(part.headers.get('content-disposition')).toBeNull()
  })

  it('CL16 a download has a name for people', async () => {
    const whole = await fetch(`${await readyClip()}?as=finance&download=1`)
    expect(whole.headers.get('content-disposition')).toMatch(
      /^attachment; filename="Harbour Market Live - Reveal - \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.mp4"$/,
    )
    expect(await whole.text()).toBe('0123456789')
  })

  it('CL16 guests, viewers and guessers get nothing', async () => {
    const url = await readyClip()
    expect((await fetch(`${url}?as=guest`)).status).toBe(403)
    expect((await fetch(url)).status).toBe(403)
    const elsewhere = url.replace(/clip-\w+/, 'clip-0')
    expect((await fetch(`${elsewhere}?as=editor`)).status).toBe(404)
    expect((await fetch(`${url.replace('clip.mp4', '%2e%2e%2fhash')}?as=editor`)).status).toBe(404)
    const otherShow = url.replace(/show-\d+/, 'show-1x')
    expect((await fetch(`${otherShow}?as=editor`)).status).toBe(404)
  })
})
