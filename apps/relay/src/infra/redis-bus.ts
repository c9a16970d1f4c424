import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Logger } from './logger.ts'
import type { BusListener, RelayBus } from './relay-bus.ts'

type Followed = { listeners: Set<BusListener>; lastId: string | null }

const keyPrefix = 'stallcast:'
/** Some seconds of a busy show; whoever falls further behind heals from the rows. */
const keptEntries = 4_096
/** A topic that nobody has spoken on for so long is forgotten. */
const forgetAfterSeconds = 900
const blockMs = 5_000
const answerWithinMs = 12_000
const retryMs = 250
const entriesPerRead = 512

/**
 * Relays talking over Redis Streams: one stream per topic, read from the last entry on, so that a short break
 * of the connection loses nothing. One connection writes and fails at once while Redis is away (what is old
 * then is not worth sending later), one blocks on reading.
 */
export class RedisBus implements RelayBus {
  readonly relayId = randomBytes(9).toString('base64url')
  readonly #writer: Redis
  readonly #reader: Redis
  readonly #logger: Pick<Logger, 'warn' | 'info' | 'error'>
  readonly #topics = new Map<string, Followed>()
  readonly #wakeTopic = `relay:${this.relayId}`
  readonly #reading: Promise<void>
  /** Rejects when it is closed: a question in line for a Redis that is away is never answered. */
  readonly #over = Promise.withResolvers<never>()
  #closed = false
  #away = false

  constructor(redisUrl: string, logger: Pick<Logger, 'warn' | 'info' | 'error'>) {
    const retryStrategy = (attempt: number) => Math.min(50 * attempt, retryMs)
    this.#writer = new Redis(redisUrl, {
      retryStrategy,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
    })
    this.#reader = new Redis(redisUrl, {
      retryStrategy,
      // A question that a break has swallowed fails; it is not asked again behind our back.
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
    })
    this.#logger = logger
    // Broken connections are retried for ever; that one is away is told by the reading below, once.
    this.#writer.on('error', () => undefined)
    this.#reader.on('error', () => undefined)
    this.#writer.on('ready', () => this.#writerIsBack())
    this.#topics.set(this.#wakeTopic, { listeners: new Set(), lastId: null })
    this.#over.promise.catch(() => undefined)
    this.#reading = this.#read()
  }

  get isConnected(): boolean {
    return this.#writer.status === 'ready' && !this.#away
  }

  publish(topic: string, message: Uint8Array): void {
    const key = keyPrefix + topic
    const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
    // Followers heal by themselves, so a failure needs no answer.
    this.#writer
      .xadd(key, 'MAXLEN', '~', keptEntries, '*', 'r', this.relayId, 'm', bytes)
      .catch(() => undefined)
    this.#writer.expire(key, forgetAfterSeconds).catch(() => undefined)
  }

  follow(topic: string, listener: BusListener): () => void {
    const followed = this.#topics.get(topic) ?? { listeners: new Set(), lastId: null }
    this.#topics.set(topic, followed)
    followed.listeners.add(listener)
    if (followed.lastId === null) this.#wake()
    // Joined a topic that is read already.
    else queueMicrotask(() => followed.listeners.has(listener) && listener.onResumed())
    return () => {
      followed.listeners.delete(listener)
      if (followed.listeners.size === 0 && topic !== this.#wakeTopic) this.#topics.delete(topic)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#over.reject(new Error('closed'))
    this.#writer.disconnect()
    this.#reader.disconnect()
    await this.#reading
  }

  /** What was said while it was away is lost to the others: everybody may say it again. */
  #writerIsBack(): void {
    this.#wake()
    for (const { listeners, lastId } of this.#topics.values()) {
      if (lastId === null) continue
      for (const listener of listeners) this.#safely(() => listener.onResumed())
    }
  }

  /** Ends the wait of the reader, so that it takes up a new topic. */
  #wake(): void {
    this.publish(this.#wakeTopic, new Uint8Array())
  }

  async #read(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#takeUpTopics()
        await this.#readOnce()
      } catch (error) {
        if (this.#closed) return
        if (!this.#away)
          this.#logger.warn({ err: error }, 'Redis is away; relays heal from Postgres')
        this.#away = true
        await pause(retryMs)
      }
    }
  }

  /** Finds where each new topic stands; after a break also that none has been set back. */
  async #takeUpTopics(): Promise<void> {
    const wasAway = this.#away
    const started: Followed[] = []
    for (const [topic, followed] of this.#topics) {
      if (followed.lastId !== null && !wasAway) continue
      const [newest] = await this.#answer(
        this.#reader.xrevrange(keyPrefix + topic, '+', '-', 'COUNT', 1),
      )
      const newestId = newest?.[0] ?? '0-0'
      // A Redis that lost its memory counts anew.
      if (followed.lastId === null || isBefore(newestId, followed.lastId))
        followed.lastId = newestId
      started.push(followed)
    }
    if (wasAway) this.#logger.info({}, 'Redis is back')
    this.#away = false
    for (const followed of started) {
      for (const listener of followed.listeners) this.#safely(() => listener.onResumed())
    }
  }

  async #readOnce(): Promise<void> {
    const topics = [...this.#topics].filter(([, { lastId }]) => lastId !== null)
    const keys = topics.map(([topic]) => keyPrefix + topic)
    const ids = topics.map(([, { lastId }]) => lastId ?? '0-0')
    const answer = await this.#answer(
      this.#reader.xreadBuffer(
        'COUNT',
        entriesPerRead,
        'BLOCK',
        blockMs,
        'STREAMS',
        ...keys,
        ...ids,
      ),
    )
    for (const [key, entries] of (answer ?? []) as unknown as [Buffer, [Buffer, Buffer[]][]][]) {
      const followed = this.#topics.get(key.toString().slice(keyPrefix.length))
      if (!followed) continue
      for (const [id, fields] of entries) {
        followed.lastId = id.toString()
        const [, relay, , message] = fields
        const relayId = relay?.toString()
        if (!relayId || relayId === this.relayId || !message) continue
        for (const listener of followed.listeners) {
          this.#safely(() => listener.onMessage(message, relayId))
        }
      }
    }
  }

  /** A Redis whose machine has vanished never answers: the connection is then made anew. */
  async #answer<T>(answer: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#reader.disconnect(true), answerWithinMs)
    try {
      return await Promise.race([answer, this.#over.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  #safely(tell: () => void): void {
    try {
      tell()
    } catch (error) {
      this.#logger.error({ err: error }, 'a message of another relay could not be handled')
    }
  }
}

function isBefore(a: string, b: string): boolean {
  const [aMs = 0, aCount = 0] = a.split('-').map(Number)
  const [bMs = 0, bCount = 0] = b.split('-').map(Number)
  return aMs < bMs || (aMs === bMs && aCount < bCount)
}
