import { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EMULATED_PUBLISHABLE_KEY } from './keys.ts'
import { pay, startEmulator, startEndpoint, type Endpoint, type Running } from './testing.ts'

let running: Running
let endpoint: Endpoint

beforeAll(async () => {
  endpoint = await startEndpoint()
  running = await startEmulator({ webhookUrl: endpoint.url })
})

afterAll(async () => {
  await running.emulator.close()
  await endpoint.close()
})

function card(number: string, exp_year = 2034) {
  return { type: 'card' as const, card: { number, exp_month: 12, exp_year, cvc: '123' } }
}

function newIntent(amount = 2400) {
  return running.stripe.paymentIntents.create({
    amount,
    currency: 'eur',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  })
}

async function failure(work: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof Stripe.errors.StripeError) return error
  throw new Error('The call was expected to be refused', { cause: error })
}

describe('declines', () => {
  it.each([
    ['4000000000000002', 'card_declined', 'generic_decline'],
    ['4000000000009995', 'card_declined', 'insufficient_funds'],
    ['4000000000000069', 'expired_card', 'expired_card'],
    ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc'],
    ['4111111111111111', 'card_declined', 'test_mode_live_card'],
  ])('SE4 the card %s is declined as %s / %s', async (number, code, declineCode) => {
    const intent = await newIntent()
    const error = await failure(
      running.stripe.paymentIntents.confirm(intent.id, {
        payment_method_data: card(number),
      } as never),
    )
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
    expect(error).toMatchObject({ statusCode: 402, code, decline_code: declineCode })
    expect(error.requestId).toMatch(/^req_/)
    expect(error.payment_intent).toMatchObject({ id: intent.id, status: 'requires_payment_method' })
    const after = await running.stripe.paymentIntents.retrieve(intent.id, {
      expand: ['latest_charge'],
    })
    expect(after.last_payment_error).toMatchObject({ code, decline_code: declineCode })
    expect(after.latest_charge).toMatchObject({ paid: false, status: 'failed', failure_code: code })
  })

  it('SE4 a declined intent tells by webhook and can be paid with another card', async () => {
    const intent = await newIntent()
    await failure(
      running.stripe.paymentIntents.confirm(intent.id, {
        payment_method: 'pm_card_chargeDeclined',
      }),
    )
    const retried = await running.stripe.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_visa',
    })
    expect(retried).toMatchObject({ status: 'succeeded', last_payment_error: null })
    await endpoint.received('payment_intent.succeeded')
    const told = endpoint.events
      .filter((event) => 'id' in event.data.object && event.data.object.id === intent.id)
      .map((event) => event.type)
    expect(told).toEqual([
      'payment_intent.created',
      'payment_intent.payment_failed',
      'payment_intent.succeeded',
    ])
  })

  it.each([
    ['4242424242424241', 2034, 'incorrect_number'],
    ['4242', 2034, 'incorrect_number'],
    ['4242424242424242', 2020, 'invalid_expiry_year'],
  ])('SE5 %s expiring in %i is refused as %s and no charge is made', async (number, year, code) => {
    const intent = await newIntent()
    const error = await failure(
      running.stripe.paymentIntents.confirm(intent.id, {
        payment_method_data: card(number, year),
      } as never),
    )
    expect(error).toMatchObject({ statusCode: 402, code })
    const after = await running.stripe.paymentIntents.retrieve(intent.id)
    expect(after).toMatchObject({ status: 'requires_payment_method', latest_charge: null })
  })
})

describe('the cardholder is asked (3-D Secure)', () => {
  async function waiting() {
    const intent = await newIntent()
    return running.stripe.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_authenticationRequired',
      return_url: 'https://shop.example/thanks?order=7',
    })
  }

  it.each([
    ['authorise', 'succeeded', 'succeeded'],
    ['fail', 'failed', 'requires_payment_method'],
  ])(
    'SE6 when the holder chooses %s, the shopper returns with %s',
    async (outcome, word, status) => {
      const intent = await waiting()
      expect(intent.status).toBe('requires_action')
      const bankPage = String(intent.next_action?.redirect_to_url?.url)
      expect(await (await fetch(bankPage)).text()).toContain('€24.00')
      const decided = await fetch(bankPage, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ client_secret: String(intent.client_secret), outcome }),
      })
      expect(decided.status).toBe(303)
      const target = new URL(String(decided.headers.get('location')))
      expect(target.origin + target.pathname).toBe('https://shop.example/thanks')
      expect(Object.fromEntries(target.searchParams)).toEqual({
        order: '7',
        payment_intent: intent.id,
        payment_intent_client_secret: intent.client_secret,
        redirect_status: word,
      })
      const after = await running.stripe.paymentIntents.retrieve(intent.id)
      expect(after.status).toBe(status)
    },
  )

  it('SE6 a second decision changes nothing', async () => {
    const intent = await waiting()
    const url = String(intent.next_action?.redirect_to_url?.url)
    const decide = (outcome: string) =>
      fetch(url, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ client_secret: String(intent.client_secret), outcome }),
      })
    await decide('authorise')
    expect((await decide('fail')).status).toBe(409)
    const charges = await running.stripe.charges.list({ payment_intent: intent.id })
    expect(charges.data.map((charge) => charge.status)).toEqual(['succeeded'])
  })

  it('SE6 without a return_url the card cannot be confirmed', async () => {
    const intent = await newIntent()
    const error = await failure(
      running.stripe.paymentIntents.confirm(intent.id, {
        payment_method: 'pm_card_authenticationRequired',
      }),
    )
    expect(error).toMatchObject({ statusCode: 400, param: 'return_url' })
  })
})

describe('the state machine of an intent', () => {
  it('SE3 a paid intent can be neither confirmed nor canceled', async () => {
    const intent = await pay(running.stripe, 1000)
    for (const act of [
      () => running.stripe.paymentIntents.confirm(intent.id),
      () => running.stripe.paymentIntents.cancel(intent.id),
      () => running.stripe.paymentIntents.update(intent.id, { amount: 2000 }),
    ]) {
      const error = await failure(act())
      expect(error).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' })
    }
  })

  it('SE3 a canceled intent can no longer be paid', async () => {
    const intent = await newIntent()
    const canceled = await running.stripe.paymentIntents.cancel(intent.id, {
      cancellation_reason: 'abandoned',
    })
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' })
    const error = await failure(
      running.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }),
    )
    expect(error.code).toBe('payment_intent_unexpected_state')
    await endpoint.received('payment_intent.canceled')
  })

  it('SE3 the amount may change until it is paid, metadata merges and removes', async () => {
    const intent = await newIntent(1000)
    await running.stripe.paymentIntents.update(intent.id, { metadata: { a: '1', b: '2' } })
    const next = await running.stripe.paymentIntents.update(intent.id, {
      amount: 1500,
      metadata: { a: '', c: '3' },
    })
    expect(next).toMatchObject({ amount: 1500, metadata: { b: '2', c: '3' } })
    expect(next.metadata).not.toHaveProperty('a')
  })

  it('SE3 bad parameters are named the way Stripe names them', async () => {
    const { paymentIntents } = running.stripe
    expect(await failure(paymentIntents.create({ amount: 20, currency: 'eur' }))).toMatchObject({
      code: 'amount_too_small',
      param: 'amount',
    })
    expect(await failure(paymentIntents.create({ amount: 1000 } as never))).toMatchObject({
      code: 'parameter_missing',
      param: 'currency',
    })
    expect(await failure(paymentIntents.create({ amount: 10.5, currency: 'eur' }))).toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'amount',
    })
    expect(
      await failure(
        paymentIntents.create({
          amount: 1000,
          currency: 'eur',
          payment_method_types: ['card'],
        } as never),
      ),
    ).toMatchObject({ code: 'parameter_unknown', param: 'payment_method_types' })
  })
})

describe('what a page may do', () => {
  it('SE7 a publishable key reads and confirms only with the client secret', async () => {
    const { origin } = running
    const intent = await running.stripe.paymentIntents.create({
      amount: 2400,
      currency: 'eur',
      metadata: { secret: 'of the crew' },
    })
    const url = `${origin}/v1/payment_intents/${intent.id}`
    const read = (secret: string) =>
      fetch(
        `${url}?${new URLSearchParams({ key: EMULATED_PUBLISHABLE_KEY, client_secret: secret })}`,
      )
    const seen = await read(String(intent.client_secret))
    expect(seen.headers.get('access-control-allow-origin')).toBe('*')
    const body = await seen.json()
    expect(body).toMatchObject({ id: intent.id, amount: 2400 })
    expect(body).not.toHaveProperty('metadata')
    expect(body).not.toHaveProperty('latest_charge')
    expect((await read('pi_wrong_secret')).status).toBe(400)
  })

  it('SE7 a page of another origin may ask first and is allowed', async () => {
    const preflight = await fetch(`${running.origin}/v1/payment_intents/pi_1/confirm`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('content-type')
  })

  it('SE7 every other call needs the secret key', async () => {
    const shopper = new Stripe(EMULATED_PUBLISHABLE_KEY, {
      host: '127.0.0.1',
      port: running.port,
      protocol: 'http',
    })
    const stranger = new Stripe('sk_test_somebody', {
      host: '127.0.0.1',
      port: running.port,
      protocol: 'http',
    })
    expect(await failure(shopper.balance.retrieve())).toMatchObject({
      statusCode: 403,
      code: 'secret_key_required',
    })
    expect(await failure(stranger.balance.retrieve())).toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    )
  })
})

describe('refunds', () => {
  it('SE8 never give back more than was paid', async () => {
    const { refunds, charges } = running.stripe
    const intent = await pay(running.stripe, 1000)
    await refunds.create({ payment_intent: intent.id, amount: 400 })
    expect(await failure(refunds.create({ payment_intent: intent.id, amount: 601 }))).toMatchObject(
      {
        statusCode: 400,
        param: 'amount',
      },
    )
    await refunds.create({ payment_intent: intent.id })
    expect(await failure(refunds.create({ payment_intent: intent.id }))).toMatchObject({
      code: 'charge_already_refunded',
    })
    const charge = await charges.retrieve(String(intent.latest_charge))
    expect(charge).toMatchObject({ amount_refunded: 1000, refunded: true })
    const listed = await refunds.list({ payment_intent: intent.id })
    expect(listed.data.map((refund) => refund.amount)).toEqual([600, 400])
  })

  it('SE8 an unpaid intent has nothing to refund', async () => {
    const intent = await newIntent()
    expect(
      await failure(running.stripe.refunds.create({ payment_intent: intent.id })),
    ).toMatchObject({ code: 'charge_not_refundable' })
  })
})

describe('lists and expansion', () => {
  it('SE9 pages newest first, and auto-pagination sees each object once', async () => {
    const { customers } = running.stripe
    for (const name of ['Ada', 'Ben', 'Cleo', 'Dov', 'Eve']) await customers.create({ name })
    const first = await customers.list({ limit: 2 })
    expect(first.data.map((customer) => customer.name)).toEqual(['Eve', 'Dov'])
    expect(first.has_more).toBe(true)
    const rest = await customers.list({ limit: 10, starting_after: String(first.data[1]?.id) })
    expect(rest.data.map((customer) => customer.name)).toEqual(['Cleo', 'Ben', 'Ada'])
    expect(rest.has_more).toBe(false)
    const all = await customers.list({ limit: 2 }).autoPagingToArray({ limit: 50 })
    expect(all.map((customer) => customer.name)).toEqual(['Eve', 'Dov', 'Cleo', 'Ben', 'Ada'])
  })

  it('SE9 expands through lists and refuses what is no object', async () => {
    await pay(running.stripe, 1000)
    const listed = await running.stripe.charges.list({
      limit: 1,
      expand: ['data.balance_transaction', 'data.payment_intent'],
    })
    expect(listed.data[0]).toMatchObject({
      balance_transaction: { object: 'balance_transaction', net: 960 },
      payment_intent: { object: 'payment_intent' },
    })
    expect(await failure(running.stripe.charges.list({ expand: ['data.currency'] }))).toMatchObject(
      { statusCode: 400, param: 'expand' },
    )
  })
})

describe('honesty', () => {
  it('SE2 says on every answer that it is not Stripe', async () => {
    const { origin } = running
    const about = await fetch(`${origin}/`)
    expect(about.headers.get('stallcast-emulator')).toBe('1')
    expect(await about.text()).toContain('This is not Stripe')
    const unknown = await fetch(`${origin}/v1/invoices`, {
      headers: { authorization: 'Bearer sk_emulated_stallcast' },
    })
    expect(unknown.status).toBe(404)
    expect(unknown.headers.get('stallcast-emulator')).toBe('1')
    const intent = await newIntent()
    expect(intent.livemode).toBe(false)
    expect(intent.lastResponse.headers['stallcast-emulator']).toBe('1')
  })
})
