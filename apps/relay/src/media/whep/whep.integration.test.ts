import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Seat } from '@stallcast/shared/crew'
import { eventually, makeLoopFile, startTestMedia, type TestMedia } from '../testing/test-media.ts'

const producer: Seat = {
  sessionId: 's1',
  showId: 'show',
  role: 'producer',
  personName: 'Pat',
  tint: 0,
}

let stage: TestMedia
let server: Server
let origin: string
let browser: Browser

/** A viewer as small as it can be, which tells the colour of its picture and counts negotiations. */
const viewerPage = `<!doctype html><video id=v autoplay muted playsinline></video><script>
window.watch = async () => {
  const pc = new RTCPeerConnection()
  window.pc = pc
  window.negotiations = 0
  pc.onnegotiationneeded = () => window.negotiations++
  const stream = new MediaStream()
  pc.ontrack = (event) => { stream.addTrack(event.track); v.srcObject = stream }
  pc.addTransceiver('video', { direction: 'recvonly' })
  pc.addTransceiver('audio', { direction: 'recvonly' })
  await pc.setLocalDescription(await pc.createOffer())
  const response = await fetch('/whep/slug/program', {
    method: 'POST', headers: { 'content-type': 'application/sdp' }, body: pc.localDescription.sdp })
  window.place = response.headers.get('location')
  await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() })
  return response.status
}
window.look = () => {
  if (!v.videoWidth) return 'nothing'
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const context = canvas.getContext('2d')
  context.drawImage(v, 40, 40, 1, 1, 0, 0, 1, 1)
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data
  if (r > 150 && g < 90 && b < 90) return 'red'
  if (b > 150 && r < 90 && g < 90) return 'blue'
  if (r < 60 && g < 60 && b < 60) return 'dark'
  return [r, g, b].join()
}
window.stats = async () => {
  const reports = [...(await pc.getStats()).values()].filter((r) => r.type === 'inbound-rtp')
  const video = reports.find((r) => r.kind === 'video'), audio = reports.find((r) => r.kind === 'audio')
  return { frames: video?.framesDecoded ?? 0, lost: video?.packetsLost, audioPackets: audio?.packetsReceived ?? 0,
    concealed: audio?.concealedSamples, energy: audio?.totalAudioEnergy ?? 0, freezes: video?.freezeCount }
}
</script>`

beforeAll(async () => {
  stage = await startTestMedia()
  const { service } = stage.media
  for (const [number, color] of [
    [1, 'red'],
    [2, 'blue'],
  ] as const) {
    const file = await makeLoopFile(join(stage.dataDir, `${color}.mp4`), {
      color,
      hz: number * 330,
    })
    await service.registerLoop('show', { id: color, label: color, number, file })
  }
  const app = express()
  app.use('/whep', stage.media.whepRouter)
  app.get('/', (_request, response) => {
    response.type('html').send(viewerPage)
  })
  server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
})

afterAll(async () => {
  await browser?.close()
  server?.close()
  await stage?.close()
})

async function cut(sourceId: string): Promise<void> {
  await stage.media.service.execute(producer, { type: 'bus.cut', sourceId })
}

async function openViewer(): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(origin)
  expect(await page.evaluate('watch()')).toBe(201)
  return page
}

const colorOf = (page: Page) => () => page.evaluate<string>('look()')

test('MD9 a viewer sees take after take, the slate on a loss and the return, in one negotiation', async () => {
  const page = await openViewer()
  await eventually(colorOf(page), (color) => color === 'dark')
  for (const color of ['red', 'blue', 'red', 'blue', 'red']) {
    await cut(color)
    await eventually(colorOf(page), (seen) => seen === color)
  }
  const show = await stage.media.service.openShow('show')
  show.loop('red')?.pause()
  await eventually(colorOf(page), (seen) => seen === 'dark', 2000)
  expect(stage.published.bus).toMatchObject({ programSourceId: 'red', onAirSourceId: 'slate' })
  show.loop('red')?.resume(performance.timeOrigin + performance.now())
  await eventually(colorOf(page), (seen) => seen === 'red', 2000)
  expect(stage.published.bus).toMatchObject({ onAirSourceId: 'red' })
  expect(await page.evaluate('negotiations')).toBe(1)
  const stats = await eventually(
    () => page.evaluate<{ frames: number; lost: number; energy: number }>('stats()'),
    ({ frames }) => frames > 50,
  )
  expect(stats.lost).toBe(0)
  await page.close()
})

test('MD25 what is no offer, or is for no show, is turned down in words', async () => {
  const post = (show: string, body: string) =>
    fetch(`${origin}/whep/${show}/program`, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body,
    })
  expect((await post('nowhere', 'v=0')).status).toBe(404)
  const bad = await post('show', 'v=0\r\n')
  expect(bad.status).toBe(406)
  expect(await bad.json()).toMatchObject({ error: { code: 'media.unsupported' } })
  expect((await fetch(`${origin}/whep/show/program`, { method: 'OPTIONS' })).status).toBe(204)
})

test('MD25 a viewer that leaves is forgotten, and one address cannot take every place', async () => {
  await eventually(
    () => stage.media.viewerCount(),
    (count) => count === 0,
    30_000,
  )
  const page = await openViewer()
  const place = await page.evaluate<string>('place')
  expect((await fetch(new URL(place, origin), { method: 'DELETE' })).status).toBe(200)
  expect((await fetch(new URL(place, origin), { method: 'DELETE' })).status).toBe(404)
  const offer = await page.evaluate<string>('pc.localDescription.sdp')
  const post = () =>
    fetch(`${origin}/whep/show/program`, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: offer,
    })
  const statuses = (await Promise.all([post(), post(), post(), post()])).map((r) => r.status)
  expect(statuses.toSorted()).toEqual([201, 201, 201, 429])
  await page.close()
})
