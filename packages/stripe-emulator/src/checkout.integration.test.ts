import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EMULATED_PUBLISHABLE_KEY } from './keys.ts'
import {
  createRecipient,
  startEmulator,
  startEndpoint,
  type Endpoint,
  type Running,
} from './testing.ts'

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

describe('a sale from checkout to reversal, through the real SDK', () => {
  it('SE1 pays, tells by webhook, transfers, refunds and reverses to the cent', async () => {
    const { stripe, origin } = running
    const host = await createRecipient(stripe, 'Host')
    const intent = await stripe.paymentIntents.create({
      amount: 2400,
      currency: 'eur',
      transfer_group: 'order_1',
      automatic_payment_methods: { enabled: true },
      metadata: { order: 'order_1' },
    })
    expect(intent.status).toBe('requires_payment_method')

    const confirmed = await confirmFromPage(origin, intent.id, String(intent.client_secret))
    expect(confirmed.status).toBe(200)
    expect(await confirmed.json()).toMatchObject({ id: intent.id, status: 'succeeded' })

    const [succeeded] = await endpoint.received('payment_intent.succeeded')
    expect(succeeded?.data.object).toMatchObject({
      id: intent.id,
      amount_received: 2400,
      metadata: { order: 'order_1' },
    })
    expect(endpoint.events.map((event) => event.type)).toEqual([
      'account.updated',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ])

    const paid = await stripe.paymentIntents.retrieve(intent.id, {
      expand: ['latest_charge.balance_transaction'],
    })
    expect(paid.latest_charge).toMatchObject({
      object: 'charge',
      paid: true,
      payment_method_details: { card: { last4: '4242', brand: 'visa' } },
      balance_transaction: { amount: 2400, fee: 61, net: 2339, status: 'pending' },
    })
    const chargeId = typeof paid.latest_charge === 'string' ? '' : String(paid.latest_charge?.id)

    const transfer = await stripe.transfers.create({
      amount: 1500,
      currency: 'eur',
      destination: host.id,
      source_transaction: chargeId,
      transfer_group: 'order_1',
    })
    expect(transfer).toMatchObject({ amount: 1500, reversed: false, source_transaction: chargeId })
    const share = await stripe.balance.retrieve({}, { stripeAccount: host.id })
    expect(share.pending).toMatchObject([{ amount: 1500, currency: 'eur' }])
    expect(share.instant_available?.[0]?.net_available?.[0]?.amount).toBe(1485)

    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 2000 })
    expect(refund).toMatchObject({ amount: 2000, status: 'succeeded', charge: chargeId })
    const reversal = await stripe.transfers.createReversal(transfer.id, { amount: 1250 })
    expect(reversal).toMatchObject({ amount: 1250, transfer: transfer.id })

    const balance = await stripe.balance.retrieve()
    expect(balance.pending).toMatchObject([{ amount: 2400 - 61 - 1500 - 2000 + 1250 }])
    const after = await stripe.transfers.retrieve(transfer.id)
    expect(after).toMatchObject({ amount_reversed: 1250, reversed: false })
    expect(after.reversals.data.map((line) => line.id)).toEqual([reversal.id])
    const group = await stripe.transfers.list({ transfer_group: 'order_1' })
    expect(group.data.map((line) => line.id)).toEqual([transfer.id])

    await endpoint.received('transfer.reversed')
    expect(endpoint.events.slice(4).map((event) => event.type)).toEqual([
      'transfer.created',
      'charge.refunded',
      'refund.created',
      'transfer.reversed',
    ])
    const listed = await stripe.events.list({ type: 'charge.refunded' })
    expect(listed.data[0]).toMatchObject({ pending_webhooks: 0, livemode: false })
  })
})

/** What Stripe.js sends when the shopper presses Pay. */
function confirmFromPage(origin: string, id: string, clientSecret: string): Promise<Response> {
  return fetch(`${origin}/v1/payment_intents/${id}/confirm`, {
    method: 'POST',
    body: new URLSearchParams({
      key: EMULATED_PUBLISHABLE_KEY,
      client_secret: clientSecret,
      return_url: 'https://shop.example/thanks',
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': '4242 4242 4242 4242',
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '34',
      'payment_method_data[card][cvc]': '123',
    }),
  })
}
