import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Stripe } from 'stripe'
import {
  createStripeEmulator,
  type StripeEmulator,
  type StripeEmulatorOptions,
} from './emulator.ts'
import { EMULATED_SECRET_KEY, EMULATED_WEBHOOK_SECRET } from './keys.ts'

/** A shop's webhook endpoint for tests: verifies each signature and lets a test wait for events. */
export type Endpoint = {
  url: string
  port: number
  /** Accepted events in order of arrival. */
  events: Stripe.Event[]
  /** Each status that will be answered next; 200 when empty. */
  statuses: number[]
  /** Resolves when an event of the type has been accepted `count` times. */
  received: (type: Stripe.Event['type'], count?: number) => Promise<Stripe.Event[]>
  close: () => Promise<void>
}

export async function startEndpoint(port = 0, secret = EMULATED_WEBHOOK_SECRET): Promise<Endpoint> {
  const { webhooks } = new Stripe('sk_emulated_endpoint')
  const events: Stripe.Event[] = []
  const statuses: number[] = []
  const waiting = new Set<() => void>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const signature = String(request.headers['stripe-signature'])
    const status = statuses.shift() ?? 200
    try {
      const event = webhooks.constructEvent(Buffer.concat(chunks), signature, secret)
      if (status < 300) events.push(event)
      response.writeHead(status).end()
    } catch {
      response.writeHead(400).end()
    }
    for (const check of waiting) check()
  })
  const started = Promise.withResolvers<void>()
  server.once('error', started.reject)
  server.listen(port, '127.0.0.1', () => started.resolve())
  await started.promise
  const bound = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${bound}/webhooks/stripe`,
    port: bound,
    events,
    statuses,
    received(type, count = 1) {
      const { promise, resolve } = Promise.withResolvers<Stripe.Event[]>()
      const check = () => {
        const found = events.filter((event) => event.type === type)
        if (found.length < count) return
        waiting.delete(check)
        resolve(found)
      }
      waiting.add(check)
      check()
      return promise
    },
    close() {
      const { promise, resolve } = Promise.withResolvers<void>()
      server.close(() => resolve())
      server.closeAllConnections()
      return promise
    },
  }
}

export type Running = {
  emulator: StripeEmulator
  stripe: Stripe
  origin: string
  port: number
}

/** An emulator that listens, and the real SDK pointed at it. */
export async function startEmulator(
  options: StripeEmulatorOptions = {},
  config: ConstructorParameters<typeof Stripe>[1] = {},
): Promise<Running> {
  const emulator = createStripeEmulator({ retryBaseMs: 5, payoutDelayMs: 0, ...options })
  const { host, port, origin } = await emulator.listen()
  const stripe = new Stripe(EMULATED_SECRET_KEY, { host, port, protocol: 'http', ...config })
  return { emulator, stripe, origin, port }
}

/** A recipient account that may receive transfers, made the way Stallcast makes it. */
export function createRecipient(
  stripe: Stripe,
  name: string,
  metadata: Record<string, string> = {},
) {
  return stripe.v2.core.accounts.create({
    display_name: name,
    contact_email: 'crew@example.com',
    identity: { country: 'ie' },
    configuration: {
      recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } },
    },
    defaults: {
      currency: 'eur',
      responsibilities: { fees_collector: 'application', losses_collector: 'application' },
    },
    metadata,
    include: ['configuration.recipient', 'identity', 'defaults'],
  })
}

/** A paid intent, confirmed by the server. */
export function pay(stripe: Stripe, amount: number, method = 'pm_card_visa', group = 'show_1') {
  return stripe.paymentIntents.create({
    amount,
    currency: 'eur',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    confirm: true,
    payment_method: method,
    transfer_group: group,
  })
}
