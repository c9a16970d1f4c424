import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { Ready, ReadyShow } from '../../tools/launcher/ready.schema.ts'
import { startProduct } from '../product.ts'
import { read, write } from './dialect.ts'
import { rundownState } from './rundown.ts'

const openings = 3
const openLimitMs = 120_000
const headless = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic']

/**
 * Fills the demo show of the built product with cues and opens its cuesheet in Chromium.
 * @returns from the navigation until it can be used, ms; the median of three, each with an empty cache
 */
export async function openCuesheet(cues: number): Promise<number> {
  const executablePath = process.env['CHROMIUM_PATH']
  // First the browser: without one nothing else has to be started.
  const browser = await chromium.launch({
    args: headless,
    ...(executablePath && { executablePath }),
  })
  const work = await mkdtemp(join(tmpdir(), 'stallcast-bench-cuesheet-'))
  try {
    // The postgres account must be able to reach the data in it.
    await chmod(work, 0o755)
    return await openInProduct(browser, join(work, 'data'), cues)
  } finally {
    await browser.close()
    await rm(work, { recursive: true, force: true })
  }
}

async function openInProduct(browser: Browser, dataDir: string, cues: number): Promise<number> {
  const product = await startProduct(dataDir)
  try {
    const [show] = product.ready.shows
    if (!show) throw new Error('the demo show is missing')
    await fill(product.ready, show, cues)
    const tookMs: number[] = []
    while (tookMs.length < openings) tookMs.push(await openOnce(browser, product.ready, show))
    return tookMs.toSorted((a, b) => a - b)[Math.floor(openings / 2)] ?? Number.NaN
  } finally {
    await product.stop()
  }
}

async function openOnce(browser: Browser, ready: Ready, show: ReadyShow): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 860 } })
  try {
    const page = await context.newPage()
    await page.goto(show.links.producer)
    await page.goto(`${ready.origin}/shows/${show.id}/cuesheet?as=producer`)
    const mark = await page.waitForFunction(
      () => performance.getEntriesByName('cuesheet-interactive')[0]?.startTime,
      null,
      { timeout: openLimitMs },
    )
    return Number(await mark.jsonValue())
  } finally {
    await context.close()
  }
}

/** As an import does: all cues in one update, past the relay's gate. */
async function fill(ready: Ready, show: ReadyShow, cues: number): Promise<void> {
  const answer = await fetch(show.links.producer, { redirect: 'manual' })
  const cookie = answer.headers.getSetCookie().map((header) => header.split(';')[0])
  const docName = `show:${show.id}:rundown`
  const url = `${ready.origin.replace(/^http/, 'ws')}/collab/${encodeURIComponent(docName)}`
  const socket = new WebSocket(`${url}?as=producer`, { headers: { cookie: cookie.join('; ') } })
  const filled = Promise.withResolvers<void>()
  const doc = new Y.Doc()
  socket.on('message', (frame: Buffer) => {
    const message = read('stallcast', frame)
    if (!message || message.step === 'stateVector') return
    Y.applyUpdate(doc, message.bytes)
    // Its own edit comes back once it is in the log.
    if (doc.getMap('cues').size >= cues) filled.resolve()
  })
  socket.on('error', filled.reject)
  socket.on('close', (code, why) => filled.reject(new Error(`${code} ${why.toString()}`)))
  socket.on('open', () => {
    socket.send(write('stallcast', docName, { step: 'stateVector', bytes: Uint8Array.of(0) }))
    const bytes = rundownState(cues)
    socket.send(write('stallcast', docName, { step: 'update', bytes }))
  })
  await filled.promise
  socket.terminate()
}
