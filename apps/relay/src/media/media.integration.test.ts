import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import express from 'express'
import { chromium, type Browser, type Page } from 'playwright-core'
import { Server as SocketServer } from 'socket.io'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role, Seat } from '@stallcast/shared/crew'
import { parseSegmentIndex } from '@stallcast/shared/media'
import { bundleMediasoupClient, guestPage } from './testing/browser-guest.ts'
import {
  eventually,
  ffmpeg,
  ffprobe,
  makeLoopFile,
  run,
  startTestMedia,
  type TestMedia,
} from './testing/test-media.ts'

const seat = (role: Role): Seat => ({
  sessionId: `session-${role}`,
  showId: 'show',
  role,
  personName: role,
  tint: 0,
})

let stage: TestMedia
let server: Server
let sockets: SocketServer
let origin: string
let browser: Browser

beforeAll(async () => {
  stage = await startTestMedia()
  for (const [number, color] of [
    [1, 'red'],
    [2, 'blue'],
  ] as const) {
    const file = await makeLoopFile(join(stage.dataDir, `${color}.mp4`), {
      color,
      hz: number * 330,
    })
    await stage.media.service.registerLoop('show', { id: color, label: color, number, file })
  }
  const bundle = await bundleMediasoupClient()
  const app = express()
  app.get('/mediasoup-client.js', (_request, response) => {
    response.type('js').send(bundle)
  })
  app.get('/', (_request, response) => {
    response.type('html').send(guestPage)
  })
  server = createServer(app)
  sockets = new SocketServer(server)
  sockets.on('connection', (socket) => {
    stage.media.registerGateway(socket, seat(socket.handshake.query['as'] as Role))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
    ],
  })
})

afterAll(async () => {
  await browser?.close()
  await sockets?.close()
  await stage?.close()
})

async function open(role: Role): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(`${origin}/?as=${role}`)
  await page.evaluate('join()')
  return page
}

const cut = (sourceId: string) =>
  stage.media.service.execute(seat('producer'), { type: 'bus.cut', sourceId })
const sourceState = (id: string) => () =>
  stage.published.sources?.find((source) => source.id === id)?.state
const codeOf = (answer: unknown) => (answer as { error?: { code: string } }).error?.code

async function probe(track: string): Promise<{ frames: number; packets: number; errors: string }> {
  const folder = join(stage.dataDir, 'media', 'shows', 'show', 'rec', track)
  const epochs = (await readdir(folder)).toSorted()
  let frames = 0
  let packets = 0
  let errors = ''
  for (const epoch of epochs) {
    const path = join(folder, epoch)
    const rows = parseSegmentIndex(await readFile(join(path, 'index.jsonl'), 'utf8'))
    const parts = ['init.mp4', ...rows.map((row) => row.file)]
    const whole = join(path, 'whole.mp4')
    await writeFile(
      whole,
      Buffer.concat(await Promise.all(parts.map((part) => readFile(join(path, part))))),
    )
    const args = ['-v', 'error', '-select_streams', 'v', '-count_frames', '-count_packets']
    const entries = 'stream=nb_read_frames,nb_read_packets'
    const { stdout } = await run(ffprobe, [
      ...args,
      '-show_entries',
      entries,
      '-of',
      'csv=p=0',
      whole,
    ])
    const counted = stdout.trim().split(',').map(Number)
    frames += counted[0] ?? 0
    packets += counted[1] ?? 0
    const decode = '-vsync passthrough -enc_time_base 1:90000 -f null -'.split(' ')
    errors += (await run(ffmpeg, ['-v', 'error', '-xerror', '-i', whole, ...decode])).stderr
    expect(rows.reduce((sum, row) => sum + row.frames, 0)).toBe(counted[1])
  }
  return { frames, packets, errors }
}

test('MD9 MD17 forty takes: what the program sent and recorded has no hole and decodes clean', async () => {
  const { service } = stage.media
  const show = await service.openShow('show')
  await eventually(sourceState('blue'), (state) => state === 'live')
  await service.startRecording('show')
  for (let take = 0; take < 40; take++) {
    const { video } = show.bus
    const wanted = take % 2 === 0 ? 'red' : 'blue'
    await cut(wanted)
    await eventually(
      () => show.bus.onAir?.id,
      (id) => id === wanted,
    )
    // A few frames of each, however busy the machine is.
    await new Promise<void>((resolve) => {
      let frames = 0
      const stop = video.subscribe((_bytes, header) => {
        if (header.marker) frames++
        if (frames < 4) return
        stop()
        resolve()
      })
    })
  }
  await service.stopRecording('show')
  const program = stage.segments.filter(({ track }) => track === 'program')
  expect(program.length).toBeGreaterThan(3)
  expect(program.every(({ row }) => row.rtpGaps === 0 && row.keyFrames >= 1)).toBe(true)
  for (const track of ['program', 'red', 'blue']) {
    const { frames, packets, errors } = await probe(track)
    expect(frames).toBe(packets)
    expect(errors).toBe('')
  }
})

test('MD20 the segments of one track follow on in time, and all tracks share the clock', () => {
  for (const track of ['program', 'red']) {
    const rows = stage.segments.filter((segment) => segment.track === track).map(({ row }) => row)
    for (const [at, row] of rows.slice(1).entries()) {
      const before = rows[at]
      if (before) expect(row.startAtMs).toBeCloseTo(before.startAtMs + before.durationMs, 0)
    }
  }
  const firstOf = (track: string) => stage.segments.find((segment) => segment.track === track)?.row
  expect(
    Math.abs((firstOf('red')?.startAtMs ?? 0) - (firstOf('blue')?.startAtMs ?? 0)),
  ).toBeLessThan(600)
})

test('MD22 a guest becomes a source, goes on air, is recorded, and is lost and found with its tab', async () => {
  const { service } = stage.media
  const crew = await open('producer')
  const guest = await open('guest')
  const sourceId = await guest.evaluate<string>('send()')
  await eventually(sourceState(sourceId), (state) => state === 'live')
  await service.startRecording('show')
  await cut(sourceId)
  const show = await service.openShow('show')
  await eventually(
    () => show.bus.onAir?.id,
    (id) => id === sourceId,
  )
  await crew.evaluate(`receive({ sourceId: '${sourceId}', kind: 'video' })`)
  await eventually(
    () => crew.evaluate<number>('frames()'),
    (frames) => frames > 10,
  )
  await guest.evaluate(`receive({ program: true, kind: 'video' })`)
  await eventually(
    () => guest.evaluate<number>('frames()'),
    (frames) => frames > 10,
  )
  await eventually(
    () => stage.levels[sourceId],
    (level) => level !== undefined && level > -80,
  )
  await eventually(
    () => stage.segments.filter(({ track }) => track === sourceId).length,
    (count) => count >= 2,
  )
  await guest.close()
  await eventually(sourceState(sourceId), (state) => state === 'lost')
  await eventually(
    () => stage.published.bus?.onAirSourceId,
    (id) => id === 'slate',
  )
  const again = await open('guest')
  expect(await again.evaluate('send()')).toBe(sourceId)
  await eventually(
    () => stage.published.bus?.onAirSourceId,
    (id) => id === sourceId,
  )
  await eventually(
    () => show.bus.onAir?.id,
    (id) => id === sourceId,
  )
  await service.stopRecording('show')
  expect((await probe(sourceId)).errors).toBe('')
  expect(stage.log.entries.map((entry) => entry.type)).toEqual(
    expect.arrayContaining(['sourceTaken', 'sourceLost', 'slateShown', 'sourceReturned']),
  )
  await again.close()
  await crew.close()
})

test('MD22 MD23 a seat gets what its role may have and no more', async () => {
  const guest = await open('guest')
  const viewer = await open('viewer')
  const ask = async (page: Page, name: string, request: object) =>
    codeOf(await page.evaluate(`ask('${name}', ${JSON.stringify(request)})`))
  expect(await ask(viewer, 'media:transport.create', { direction: 'send' })).toBe('auth.forbidden')
  await guest.evaluate(`receive({ program: true, kind: 'video' })`)
  const refusal = guest.evaluate(`receive({ sourceId: 'red', kind: 'video' })`)
  await expect(refusal).rejects.toThrow('auth.forbidden')
  expect(await ask(guest, 'media:transport.create', { direction: 'recv' })).toBeUndefined()
  expect(await ask(guest, 'media:transport.create', { direction: 'recv' })).toBe('media.limit')
  expect(await ask(guest, 'media:transport.create', { direction: 'up' })).toBe('input.invalid')
  expect(await ask(guest, 'media:transport.connect', { transportId: 'x' })).toBe('input.invalid')
  expect(await ask(guest, 'media:producer.close', { producerId: 'x' })).toBe('media.refused')
  await guest.close()
  await viewer.close()
})

test('MD12 MD24 when the mediasoup worker dies, program and recording go on and clients are told', async () => {
  const { service } = stage.media
  await cut('red')
  await service.startRecording('show')
  const show = await service.openShow('show')
  const count = stage.segments.length
  process.kill(show.room.worker.worker.pid, 'SIGKILL')
  await eventually(
    () => stage.resets.length,
    (resets) => resets === 1,
  )
  const crew = await open('producer')
  await crew.evaluate(`receive({ program: true, kind: 'video' })`)
  await eventually(
    () => crew.evaluate<number>('frames()'),
    (frames) => frames > 10,
  )
  await eventually(
    () => stage.segments.length,
    (segments) => segments > count + 6,
  )
  const program = stage.segments.slice(count).filter(({ track }) => track === 'program')
  expect(program.every(({ row }) => row.rtpGaps === 0)).toBe(true)
  await service.stopRecording('show')
  await crew.close()
})
