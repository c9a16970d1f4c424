import { documentName } from '@stallcast/shared/rundown'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { deflatedFrameOf, frameOf } from './frames.ts'
import { leaveAll, startCollab, type TestCollab } from './testing/collab-server.ts'
import { MemoryDocumentLog } from './testing/memory-log.ts'
import { entryIn, putCue, textIn } from './testing/replicas.ts'
import { readMessage, writeStateVector } from './wire.codec.ts'

const rundown = documentName('demo', 'rundown')
let collab: TestCollab

beforeEach(async () => {
  collab = await startCollab(new MemoryDocumentLog())
})
afterEach(async () => {
  leaveAll()
  await collab.stop()
})

/** A client that keeps a document, and counts the bytes that came for it. */
async function open(perMessageDeflate: boolean) {
  const doc = new Y.Doc()
  const url = `${collab.url}/${encodeURIComponent(rundown)}?as=host&session=${perMessageDeflate}`
  const socket = new WebSocket(url, { perMessageDeflate })
  const client = { doc, socket, bytes: 0, steps: [] as string[] }
  socket.on('upgrade', ({ socket: below }) => {
    below.prependListener('data', (chunk: Buffer) => (client.bytes += chunk.length))
  })
  socket.on('message', (frame: Buffer) => {
    const message = readMessage(frame)
    if (message?.type !== 'update') return
    client.steps.push(message.answersSync ? 'state' : 'update')
    Y.applyUpdate(doc, message.update)
  })
  await new Promise((resolve) => socket.once('open', resolve))
  return client
}

describe('CG31 frames', () => {
  it('CG31 of every length arrive as they were sent, compressed or not', async () => {
    await collab.service.writeAsServer(rundown, (doc) => putCue(doc, 'one'))
    for (const compressed of [true, false]) {
      const client = await open(compressed)
      client.socket.send(writeStateVector(Uint8Array.of(0)))
      for (const length of [1, 60, 120, 125, 126, 127, 8_191, 8_193, 65_530, 65_536, 190_000]) {
        await collab.service.writeAsServer(rundown, (doc) => {
          const script = textIn(doc, 'one', 'script')
          script.delete(0, script.length)
          script.insert(0, 'x'.repeat(length))
        })
        await expect
          .poll(() => client.doc.getMap('cues').size && textIn(client.doc, 'one', 'script').length)
          .toBe(length)
      }
    }
  })

  it('CG31 a large state comes compressed, and what is told meanwhile comes after it', async () => {
    const script = 'The host holds the mug to the light and says the price. '.repeat(3_000)
    await collab.service.writeAsServer(rundown, (doc) => putCue(doc, 'one', { script }))
    const clients = await Promise.all([open(true), open(false)])
    for (const { socket } of clients) socket.send(writeStateVector(Uint8Array.of(0)))
    for (let index = 1; index <= 30; index++) {
      await collab.service.writeAsServer(rundown, (doc) =>
        entryIn(doc, 'cues', 'one').set('durationMs', index),
      )
    }
    for (const { doc, steps } of clients) {
      const value = () => doc.getMap('cues').size && entryIn(doc, 'cues', 'one').get('durationMs')
      await expect.poll(value).toBe(30)
      expect(steps.filter((step) => step === 'state')).toHaveLength(1)
      expect(steps[0]).toBe('state')
    }
    const [packed, plain] = clients
    expect(packed?.bytes).toBeLessThan(20_000)
    expect(plain?.bytes).toBeGreaterThan(script.length)
  })

  it('CG31 a message to many is framed once, and compressed once', async () => {
    const message = new Uint8Array(10_000)
    expect(frameOf(message)).toBe(frameOf(message))
    expect(await deflatedFrameOf(message)).toBe(await deflatedFrameOf(message))
    expect(frameOf(new Uint8Array(3))).toHaveLength(5)
  })
})
