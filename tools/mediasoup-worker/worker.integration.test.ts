import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { chromium, type Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../bootstrap/media-programs.mjs'
import { resolveWorker } from './resolve.ts'
import { openProofRoom, type ProofRoom } from './testing/proof-room.ts'

type Proof = { width: number; framesBefore: number; framesAfter: number; echoes: string[] }

/** A current Chromium sends its DTLS 1.3 ClientHello in two fragments: what crashed a worker built naively. */
describe('the media worker, with a real browser', () => {
  let room: ProofRoom
  let browser: Browser
  let server: Server
  let proof: Proof

  beforeAll(async () => {
    room = await openProofRoom((await resolveWorker()).path)
    const script = await bundle(new URL('testing/proof-page.js', import.meta.url).pathname)
    server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(`<!doctype html><script type="module">${script}</script>`)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    browser = await chromium.launch({
      executablePath: findChromium() ?? 'chromium',
      args: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--no-sandbox',
      ],
    })
    const page = await browser.newPage()
    await page.exposeFunction('call', room.call)
    const address = server.address()
    await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`)
    proof = await page.evaluate<Proof>('window.prove()')
  }, 90_000)

  afterAll(async () => {
    await browser?.close()
    room?.close()
    server?.close()
  })

  it('takes simulcast: more than one layer arrives', async () => {
    expect((await room.layerBytes()).length).toBeGreaterThanOrEqual(2)
  })

  it('sends the picture back, and it is decoded', () => {
    expect(proof.framesBefore).toBeGreaterThanOrEqual(20)
    expect(proof.width).toBeGreaterThan(0)
  })

  it('carries a data channel both ways', () => {
    expect(proof.echoes).toContain('before')
  })

  it('goes on after an ICE restart, picture and data', () => {
    expect(proof.framesAfter).toBeGreaterThan(proof.framesBefore)
    expect(proof.echoes).toContain('after')
  })
})

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'proof' } },
  })
  const outputs = Array.isArray(built) ? built : [built]
  const [chunk] = outputs
    .flatMap((one) => ('output' in one ? one.output : []))
    .filter((output) => output.type === 'chunk')
  if (!chunk) throw new Error('the proof page was not bundled')
  return chunk.code.replaceAll('</script', '<\\/script')
}
