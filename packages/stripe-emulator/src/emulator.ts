import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:http'
import type { Express } from 'express'
import { createApp } from './app.ts'
import { EMULATED_PUBLISHABLE_KEY, EMULATED_SECRET_KEY, EMULATED_WEBHOOK_SECRET } from './keys.ts'
import { Schedule } from './schedule.ts'
import { AnswerStore } from './storage/answer-store.ts'
import { openDatabase } from './storage/database.ts'
import { DeliveryStore } from './storage/delivery-store.ts'
import { ObjectStore } from './storage/object-store.ts'
import { ScheduleStore } from './storage/schedule-store.ts'
import { WebhookDelivery } from './webhooks/delivery.ts'
import { Faults, type FaultRule } from './wire/faults.ts'
import type { World } from './world.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export type StripeEmulatorOptions = {
  /** State file, or `:memory:` (the default) for one that dies with the process. */
  databasePath?: string
  secretKey?: string
  publishableKey?: string
  webhookSecret?: string
  /** Where events are posted; without it they are only listed. */
  webhookUrl?: string
  /** How browsers reach it, e.g. `https://host/stripe-emulator`; else read from each request. */
  publicBaseUrl?: string
  settlementDelayMs?: number
  payoutDelayMs?: number
  keyRetentionMs?: number
  retryBaseMs?: number
  retryMaxMs?: number
  now?: () => number
  onWebhookFailure?: (eventType: string, reason: string) => void
  onBug?: (error: unknown) => void
}

export type StripeEmulator = {
  app: Express
  /** `host` and `port` fit `new Stripe(key, { host, port, protocol: 'http' })`. */
  listen: (port?: number, host?: string) => Promise<{ host: string; port: number; origin: string }>
  close: () => Promise<void>
  /** The next requests that match meet the fault. */
  addFault: (rule: FaultRule) => void
  webhooks: {
    pause: () => Promise<void>
    /** `newestFirst` delivers what has gathered in the wrong order. */
    resume: (newestFirst?: boolean) => void
    /** Each event is sent this often, `delayMs` after it happened. */
    disturb: (disturbance: { copiesPerEvent?: number; delayMs?: number }) => void
    openCount: () => number
  }
  /** Looks at the clock again, after a test has moved it. */
  wake: () => void
}

/** A whole emulated Stripe. Nothing listens until `listen`; `close` leaves no timer and no socket. */
export function createStripeEmulator(options: StripeEmulatorOptions = {}): StripeEmulator {
  const database = openDatabase(options.databasePath ?? ':memory:')
  const world: World = {
    objects: new ObjectStore(database),
    deliveries: new DeliveryStore(database),
    schedule: new ScheduleStore(database),
    settings: {
      settlementDelayMs: options.settlementDelayMs ?? 2 * DAY_MS,
      payoutDelayMs: options.payoutDelayMs ?? 1000,
      hasWebhook: options.webhookUrl !== undefined,
      copiesPerEvent: 1,
      deliveryDelayMs: 0,
    },
    now: options.now ?? Date.now,
  }
  const webhooks = options.webhookUrl === undefined ? null : delivery(world, options)
  const schedule = new Schedule(world, database, () => webhooks?.kick())
  const faults = new Faults()
  const app = createApp({
    world,
    database,
    answers: new AnswerStore(database),
    keyRetentionMs: options.keyRetentionMs ?? DAY_MS,
    keys: {
      secretKey: options.secretKey ?? EMULATED_SECRET_KEY,
      publishableKey: options.publishableKey ?? EMULATED_PUBLISHABLE_KEY,
    },
    faults,
    webhooks,
    publicBaseUrl: options.publicBaseUrl,
    committed: () => {
      schedule.kick()
      webhooks?.kick()
    },
    onBug: options.onBug ?? ((error) => process.emitWarning(String(error))),
  })
  const wake = () => {
    schedule.kick()
    webhooks?.kick()
  }
  let server: Server | undefined
  return {
    app,
    async listen(port = 0, host = '127.0.0.1') {
      server = createServer(app)
      await listening(server, port, host)
      wake()
      const bound = server.address() as AddressInfo
      return { host, port: bound.port, origin: `http://${host}:${bound.port}` }
    },
    async close() {
      schedule.close()
      if (server) await closed(server)
      await webhooks?.close()
      database.close()
    },
    addFault: (rule) => faults.add(rule),
    webhooks: {
      pause: async () => webhooks?.pause(),
      resume: (newestFirst) => webhooks?.resume(newestFirst),
      disturb({ copiesPerEvent, delayMs }) {
        world.settings.copiesPerEvent = copiesPerEvent ?? world.settings.copiesPerEvent
        world.settings.deliveryDelayMs = delayMs ?? world.settings.deliveryDelayMs
      },
      openCount: () => world.deliveries.openCount(),
    },
    wake,
  }
}

function delivery(world: World, options: StripeEmulatorOptions): WebhookDelivery {
  return new WebhookDelivery(world, {
    url: options.webhookUrl ?? '',
    secret: options.webhookSecret ?? EMULATED_WEBHOOK_SECRET,
    retryBaseMs: options.retryBaseMs ?? 250,
    retryMaxMs: options.retryMaxMs ?? 30_000,
    ...(options.onWebhookFailure ? { onFailure: options.onWebhookFailure } : {}),
  })
}

function listening(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (error: NodeJS.ErrnoException) => {
    const taken = `${host}:${port} is already in use: choose another port, or stop what listens there.`
    reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error)
  })
  server.listen(port, host, () => resolve())
  return promise
}

function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeAllConnections()
  return promise
}
