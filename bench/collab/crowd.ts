import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { address, greeting, read, write, type Dialect } from './dialect.ts'
import { Latencies } from './latencies.ts'
import { cueId } from './rundown.ts'

/** Who is there and what they do. Every client writes, or only the first. */
export type CrowdOrder = {
  dialect: Dialect
  origin: string
  docName: string
  clients: number
  writers: number
  /** Of each writer. */
  editsPerSecond: number
  seconds: number
  /** How many of the clients keep a whole Yjs document, compared in the end. */
  replicas: number
}

export type CrowdResult = {
  edits: number
  /** Of one edit: until the last of those who did not write it has it, and until each of them has. */
  slowest: { p50Ms: number; p99Ms: number }
  each: { p50Ms: number; p99Ms: number }
  bytesPerObserverEdit: number
  tookMs: number
}

type Sent = { atMs: number; missing: number }
type Member = { socket: WebSocket; replica: Y.Doc | null; bytes: number }

/** A typed mark such as `~3f.1a!`: of client 3f, its edit 1a. */
const mark = /~([0-9a-z]+)\.([0-9a-z]+)!/g
const deliveryLimitMs = 60_000
/** So many that the compilers of both servers have come to rest: one that still works counts as the server's. One
 * writer may not be faster for long. */
const warmUp = { forMs: 8_000, editsPerSecond: 160 }

/**
 * Speaks the protocol without a document per client, which would cost more than the server: one document writes
 * the edits of all under their own client ids, and what arrives is searched for the marks that were typed.
 */
export class Crowd {
  readonly #order: CrowdOrder
  readonly #members: Member[] = []
  readonly #writing = new Y.Doc()
  readonly #sent = new Map<string, Sent>()
  #each = new Latencies()
  #slowest = new Latencies()
  /** What the author has got back: its server has it for good. */
  readonly acknowledged = new Set<string>()
  #edits = 0
  #turn = 0

  constructor(order: CrowdOrder) {
    this.#order = order
  }

  async join(): Promise<void> {
    for (let index = 0; index < this.#order.clients; index += 20) {
      const some = Array.from({ length: Math.min(20, this.#order.clients - index) })
      await Promise.all(some.map((_, offset) => this.#join(index + offset)))
    }
  }

  /** Typing for a while of which nothing counts, so that both servers have compiled what they run. */
  async warmUp(): Promise<void> {
    await this.#writeAndWait(warmUp.forMs, warmUp.editsPerSecond)
    this.#each = new Latencies()
    this.#slowest = new Latencies()
    this.#edits = 0
  }

  /** Writes for the time that was ordered, then waits until everybody has everything. */
  async run(): Promise<CrowdResult> {
    const { writers, editsPerSecond, seconds } = this.#order
    const startedMs = performance.now()
    for (const member of this.#members) member.bytes = 0
    await this.#writeAndWait(seconds * 1_000, editsPerSecond * writers)
    const observers = this.#members.filter((_, index) => index >= writers)
    const counted = observers.length > 0 ? observers : this.#members
    const bytes = counted.reduce((sum, member) => sum + member.bytes, 0)
    if (editsPerSecond > 0) this.#compareReplicas()
    return {
      edits: this.#edits,
      slowest: quantiles(this.#slowest),
      each: quantiles(this.#each),
      bytesPerObserverEdit: bytes / counted.length / this.#edits,
      tookMs: performance.now() - startedMs,
    }
  }

  async #writeAndWait(forMs: number, editsPerSecond: number): Promise<void> {
    const untilMs = performance.now() + forMs
    await this.write(untilMs, editsPerSecond)
    while (this.#sent.size > 0) {
      if (performance.now() > untilMs + deliveryLimitMs) {
        throw new Error(`${this.#sent.size} of ${this.#edits} edits did not reach everybody`)
      }
      await sleep(5)
    }
  }

  /** Types until then; each writer at its own moment, so that the edits do not come in one heap. */
  async write(untilMs: number, editsPerSecond: number): Promise<void> {
    const { writers } = this.#order
    const everyMs = 1_000 / editsPerSecond
    let dueMs = performance.now()
    for (; dueMs < untilMs; this.#turn++) {
      await sleep(Math.max(0, dueMs - performance.now()))
      this.#type(this.#turn % writers, Math.floor(this.#turn / writers))
      dueMs += everyMs
    }
  }

  leave(): void {
    for (const { socket } of this.#members) socket.terminate()
  }

  async #join(index: number): Promise<void> {
    const { dialect, origin, docName, replicas } = this.#order
    const url = `${address(dialect, origin, docName)}?as=host&session=s${index}`
    const socket = new WebSocket(url, { perMessageDeflate: false })
    const member: Member = { socket, replica: index < replicas ? new Y.Doc() : null, bytes: 0 }
    this.#members[index] = member
    const synced = Promise.withResolvers<void>()
    socket.on('message', (frame: Buffer) => {
      member.bytes += frame.length
      const message = read(dialect, frame)
      if (message?.step === 'stateVector') {
        this.#send(socket, 'state', Uint8Array.of(0, 0))
      } else if (message?.step === 'state') {
        this.#apply(member, index, message.bytes)
        synced.resolve()
      } else if (message?.step === 'update') {
        this.#receive(index, frame)
        if (member.replica) Y.applyUpdate(member.replica, message.bytes)
      }
    })
    socket.on('error', synced.reject)
    socket.on('close', (code) => synced.reject(new Error(`closed with ${code}`)))
    await once(socket, 'open')
    for (const words of greeting(dialect, docName)) socket.send(words)
    this.#send(socket, 'stateVector', Uint8Array.of(0))
    await synced.promise
  }

  #apply(member: Member, index: number, state: Uint8Array): void {
    if (index === 0) Y.applyUpdate(this.#writing, state)
    if (member.replica) Y.applyUpdate(member.replica, state)
  }

  #send(socket: WebSocket, step: 'state' | 'stateVector' | 'update', bytes: Uint8Array): void {
    const { dialect, docName } = this.#order
    if (socket.readyState === WebSocket.OPEN) socket.send(write(dialect, docName, { step, bytes }))
  }

  #type(client: number, edit: number): void {
    const doc = this.#writing
    const member = this.#members[client]
    if (!member) return
    const key = `${client.toString(36)}.${edit.toString(36)}`
    doc.clientID = 1_000 + client
    doc.once('update', (update: Uint8Array) => {
      this.#edits += 1
      this.#sent.set(key, { atMs: performance.now(), missing: this.#members.length - 1 })
      this.#send(member.socket, 'update', update)
    })
    const text = notesOf(doc, client)
    text.insert(text.length, `~${key}!`)
  }

  #receive(index: number, frame: Buffer): void {
    const now = performance.now()
    for (const [, client = '', edit = ''] of frame.toString('latin1').matchAll(mark)) {
      const key = `${client}.${edit}`
      if (client === index.toString(36)) {
        this.acknowledged.add(key)
        continue
      }
      const sent = this.#sent.get(key)
      if (!sent) continue
      this.#each.add(now - sent.atMs)
      sent.missing -= 1
      if (sent.missing > 0) continue
      this.#slowest.add(now - sent.atMs)
      this.#sent.delete(key)
    }
  }

  #compareReplicas(): void {
    const texts = this.#members.flatMap(({ replica }) =>
      replica ? [JSON.stringify(replica.getMap('cues').toJSON())] : [],
    )
    if (new Set(texts).size > 1) throw new Error('the copies differ')
  }
}

/** The marks that a document holds. */
export function marksIn(state: Uint8Array, writers: number): Set<string> {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const found = new Set<string>()
  for (let client = 0; client < writers; client++) {
    for (const [, who, edit] of notesOf(doc, client).toString().matchAll(mark)) {
      found.add(`${who}.${edit}`)
    }
  }
  return found
}

function notesOf(doc: Y.Doc, client: number): Y.Text {
  const cue = doc.getMap('cues').get(cueId(client))
  const notes = cue instanceof Y.Map ? cue.get('notes') : null
  if (!(notes instanceof Y.Text)) throw new Error(`cue ${client} has no notes`)
  return notes
}

function quantiles(latencies: Latencies): { p50Ms: number; p99Ms: number } {
  return { p50Ms: latencies.percentile(0.5), p99Ms: latencies.percentile(0.99) }
}
