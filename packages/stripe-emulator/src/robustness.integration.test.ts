import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stripe } from 'stripe'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createRecipient,
  pay,
  startEmulator,
  startEndpoint,
  type Endpoint,
  type Running,
} from './testing.ts'
import type { StripeEmulatorOptions } from './emulator.ts'
import { EMULATED_SECRET_KEY } from './keys.ts'

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function emulator(options: StripeEmulatorOptions = {}): Promise<Running> {
  const running = await startEmulator(options, { maxNetworkRetries: 2 })
  cleanups.push(() => running.emulator.close())
  return running
}

async function endpoint(port?: number): Promise<Endpoint> {
  const started = await startEndpoint(port)
  cleanups.push(() => started.close())
  return started
}

async function stateFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-emulator-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'state.sqlite')
}

async function failure(work: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof Stripe.errors.StripeError) return error
  throw new Error('The call was expected to be refused', { cause: error })
}

const intent = { amount: 1000, currency: 'eur' }

describe('idempotency', () => {
  it('SE14 the same key and parameters replay the first answer', async () => {
    const { stripe } = await emulator()
    const options = { idempotencyKey: 'transfer:line_1:1' }
    const first = await stripe.paymentIntents.create(
      { ...intent, metadata: { a: '1', b: '2' } },
      options,
    )
    const again = await stripe.paymentIntents.create(
      { metadata: { b: '2', a: '1' }, ...intent },
      options,
    )
    expect(again.id).toBe(first.id)
    expect(first.lastResponse.headers).not.toHaveProperty('idempotent-replayed')
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(again.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId)
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1)
  })

  it('SE14 the same key with other parameters or another endpoint is a conflict', async () => {
    const { stripe } = await emulator()
    const options = { idempotencyKey: 'k' }
    await stripe.paymentIntents.create(intent, options)
    const other = await failure(stripe.paymentIntents.create({ ...intent, amount: 1001 }, options))
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    expect(other.statusCode).toBe(400)
    expect(await failure(stripe.customers.create({}, options))).toBeInstanceOf(
      Stripe.errors.StripeIdempotencyError,
    )
  })

  it('SE14 accounts have keys of their own', async () => {
    const { stripe } = await emulator()
    const [one, two] = [await createRecipient(stripe, 'One'), await createRecipient(stripe, 'Two')]
    const make = (account: string) =>
      stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'k', stripeAccount: account })
    expect((await make(one.id)).id).not.toBe((await make(two.id)).id)
  })

  it('SE15 a refusal of the work is replayed, a refusal of the parameters is not', async () => {
    const { stripe } = await emulator({ settlementDelayMs: 0 })
    const host = await createRecipient(stripe, 'Host')
    const transfer = { amount: 100, currency: 'eur', destination: host.id }
    const poor = { idempotencyKey: 'poor' }
    await failure(stripe.transfers.create(transfer, poor))
    await pay(stripe, 1000)
    const replayed = await failure(stripe.transfers.create(transfer, poor))
    expect(replayed.code).toBe('balance_insufficient')
    expect(replayed.headers?.['idempotent-replayed']).toBe('true')
    await stripe.transfers.create(transfer, { idempotencyKey: 'rich' })

    const typo = { idempotencyKey: 'typo' }
    await failure(stripe.transfers.create({ ...transfer, destination: 'acct_none' }, typo))
    await stripe.transfers.create(transfer, typo)
  })

  it('SE15 a decline is replayed and charges the card once', async () => {
    const { stripe } = await emulator()
    const made = await stripe.paymentIntents.create({
      ...intent,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    })
    const confirm = () =>
      failure(
        stripe.paymentIntents.confirm(
          made.id,
          { payment_method: 'pm_card_chargeDeclined' },
          { idempotencyKey: 'decline' },
        ),
      )
    const [first, again] = [await confirm(), await confirm()]
    expect(again.charge).toBe(first.charge)
    expect((await stripe.charges.list()).data).toHaveLength(1)
  })

  it('SE14 a key is forgotten after a day: the work is then done again', async () => {
    let nowMs = Date.UTC(2026, 10, 22)
    const { stripe } = await emulator({ now: () => nowMs })
    const options = { idempotencyKey: 'old' }
    const first = await stripe.paymentIntents.create(intent, options)
    nowMs += 25 * 60 * 60 * 1000
    expect((await stripe.paymentIntents.create(intent, options)).id).not.toBe(first.id)
  })
})

describe('faults', () => {
  it('SE16 two 500s in a row: the SDK retries under one key and the work is done once', async () => {
    const { stripe } = await emulator()
    const made = await stripe.paymentIntents.create({
      ...intent,
      metadata: { stallcast_fault: '{"status":500,"times":2}' },
    })
    expect(made.status).toBe('requires_payment_method')
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1)
  })

  it('SE16 a lost answer: the retry gets the replay', async () => {
    const { stripe } = await emulator()
    const made = await stripe.paymentIntents.create({
      ...intent,
      metadata: { stallcast_fault: 'drop-response' },
    })
    expect(made.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect((await stripe.paymentIntents.list()).data.map((each) => each.id)).toEqual([made.id])
  })

  it('SE16 a kept 500 is replayed for ever, and the SDK is told not to retry it', async () => {
    const { stripe } = await emulator()
    const params = { ...intent, metadata: { stallcast_fault: '{"status":500,"kept":true}' } }
    const options = { idempotencyKey: 'doomed' }
    expect(await failure(stripe.paymentIntents.create(params, options))).toBeInstanceOf(
      Stripe.errors.StripeAPIError,
    )
    const again = await failure(stripe.paymentIntents.create(params, options))
    expect(again.headers?.['idempotent-replayed']).toBe('true')
    expect(again.headers?.['stripe-should-retry']).toBe('false')
    expect((await stripe.paymentIntents.list()).data).toEqual([])
  })

  it('SE16 a fault may be asked for by header, and for requests that somebody else sends', async () => {
    const { stripe, emulator: running } = await emulator()
    const limited = await failure(
      stripe.paymentIntents.create(intent, {
        headers: { 'stallcast-fault': '{"status":429,"times":1}' },
      }),
    )
    expect(limited).toBeInstanceOf(Stripe.errors.StripeRateLimitError)
    running.addFault({
      path: '/v1/customers',
      method: 'POST',
      fault: { drop: 'request', times: 3 },
    })
    await stripe.paymentIntents.create(intent)
    expect(await failure(stripe.customers.create({}))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    )
    await stripe.customers.create({})
  })
})

describe('durability', () => {
  it('SE17 objects, keys, balances and undelivered events survive a restart', async () => {
    const databasePath = await stateFile()
    const gone = await startEndpoint()
    const { port, url } = gone
    await gone.close()

    const before = await startEmulator({ databasePath, webhookUrl: url })
    const paid = await pay(before.stripe, 2400)
    const key = { idempotencyKey: 'line_1' }
    const first = await before.stripe.customers.create({ name: 'Ada' }, key)
    await before.emulator.close()

    const { stripe } = await emulator({ databasePath, webhookUrl: url })
    expect((await stripe.customers.create({ name: 'Ada' }, key)).id).toBe(first.id)
    expect((await stripe.paymentIntents.retrieve(paid.id)).status).toBe('succeeded')
    expect((await stripe.balance.retrieve()).pending).toMatchObject([{ amount: 2339 }])
    const shop = await endpoint(port)
    await shop.received('payment_intent.succeeded')
    expect(shop.events.map((event) => event.type)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ])
  })

  it('SE17 a state file that cannot be read is named, with the way out', async () => {
    const databasePath = await stateFile()
    await writeFile(databasePath, 'not a database, and long enough to be taken for one'.repeat(40))
    await expect(startEmulator({ databasePath })).rejects.toThrow(/state\.sqlite.*Move that file/)
  })
})

describe('webhooks', () => {
  it('SE18 an event is sent again until the endpoint accepts it, and stops no other', async () => {
    const shop = await endpoint()
    const { stripe, emulator: running } = await emulator({ webhookUrl: shop.url })
    shop.statuses.push(500, 302)
    await pay(stripe, 1000)
    await expect.poll(() => running.webhooks.openCount()).toBe(0)
    expect(shop.events.at(0)?.type).toBe('payment_intent.succeeded')
    const ids = shop.events.map((event) => event.id)
    expect(ids).toHaveLength(3)
    expect(new Set(ids).size).toBe(3)
  })

  it('SE18 an endpoint that is away holds the queue, so that order survives', async () => {
    const away = await startEndpoint()
    const { port, url } = away
    await away.close()
    const reasons: string[] = []
    const failed = Promise.withResolvers<void>()
    const { stripe } = await emulator({
      webhookUrl: url,
      onWebhookFailure: (type) => {
        reasons.push(type)
        if (reasons.length === 2) failed.resolve()
      },
    })
    await pay(stripe, 1000)
    await failed.promise
    expect(new Set(reasons)).toEqual(new Set(['payment_intent.created']))
    const shop = await endpoint(port)
    await shop.received('payment_intent.succeeded')
    expect(shop.events.map((event) => event.type)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ])
  })

  it('SE19 tests may have events duplicated and delivered in the wrong order', async () => {
    const shop = await endpoint()
    const { stripe, emulator: running } = await emulator({ webhookUrl: shop.url })
    running.webhooks.disturb({ copiesPerEvent: 2 })
    await running.webhooks.pause()
    await pay(stripe, 1000)
    expect(shop.events).toEqual([])
    running.webhooks.resume(true)
    await shop.received('payment_intent.created', 2)
    const ids = shop.events.map((event) => event.id)
    expect(shop.events.map((event) => event.type)).toEqual([
      'payment_intent.succeeded',
      'payment_intent.succeeded',
      'charge.succeeded',
      'charge.succeeded',
      'payment_intent.created',
      'payment_intent.created',
    ])
    expect(new Set(ids).size).toBe(3)
  })

  it('SE18 a payload signed with another secret is not accepted', async () => {
    const shop = await endpoint()
    const refused = Promise.withResolvers<string>()
    const { stripe } = await emulator({
      webhookUrl: shop.url,
      webhookSecret: 'whsec_of_somebody_else',
      onWebhookFailure: (_type, reason) => refused.resolve(reason),
    })
    await pay(stripe, 1000)
    expect(await refused.promise).toBe('answered 400')
    expect(shop.events).toEqual([])
  })
})

describe('the emulator steered from outside its process', () => {
  const send = (origin: string, path: string, body: unknown, key = EMULATED_SECRET_KEY) =>
    fetch(`${origin}/_emulator${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('SE16 a fault asked for over HTTP meets the next request of somebody else', async () => {
    const { stripe, origin } = await emulator()
    await send(origin, '/faults', { path: '/v1/customers', fault: { status: 400 } })
    expect((await failure(stripe.customers.create({}))).statusCode).toBe(400)
    await stripe.customers.create({})
    expect((await send(origin, '/faults', { fault: { status: 200 } })).status).toBe(400)
  })

  it('SE19 deliveries can be held and let go over HTTP, with the secret key only', async () => {
    const shop = await endpoint()
    const { stripe, origin } = await emulator({ webhookUrl: shop.url })
    expect(
      (await send(origin, '/webhooks', { paused: true }, 'pk_emulated_stallcast')).status,
    ).toBe(403)
    await send(origin, '/webhooks', { paused: true, copies_per_event: 2 })
    await stripe.paymentIntents.create(intent)
    const held = await send(origin, '/webhooks', {})
    expect(await held.json()).toEqual({ ok: true, open_deliveries: 2 })
    expect(shop.events).toEqual([])
    await send(origin, '/webhooks', { paused: false })
    await shop.received('payment_intent.created', 2)
  })
})
