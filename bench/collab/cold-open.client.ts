import { once } from 'node:events'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { address, greeting, read, write, type Dialect } from './dialect.ts'

export type ColdOpenOrder = { dialect: Dialect; origin: string; docName: string }
export type ColdOpenResult = { tookMs: number; bytes: number; cues: number }

// One client as a browser is: it offers permessage-deflate and keeps a whole document.
const [{ dialect, origin, docName }] = (await once(process, 'message')) as [ColdOpenOrder]
const doc = new Y.Doc()
const startedMs = performance.now()
const socket = new WebSocket(`${address(dialect, origin, docName)}?as=host&session=cold`)
let bytes = 0
socket.on('upgrade', ({ socket: below }) => {
  below.prependListener('data', (chunk: Buffer) => (bytes += chunk.length))
})
const synced = Promise.withResolvers<number>()
socket.on('message', (frame: Buffer) => {
  const message = read(dialect, frame)
  if (message?.step !== 'state') return
  Y.applyUpdate(doc, message.bytes)
  synced.resolve(performance.now() - startedMs)
})
await once(socket, 'open')
for (const words of greeting(dialect, docName)) socket.send(words)
const bytesOf = { step: 'stateVector', bytes: Y.encodeStateVector(doc) } as const
socket.send(write(dialect, docName, bytesOf))
const tookMs = await synced.promise
process.send?.({ tookMs, bytes, cues: doc.getMap('cues').size })
process.on('disconnect', () => process.exit())
