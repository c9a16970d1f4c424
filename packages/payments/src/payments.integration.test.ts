import * as emulated from '@stallcast/stripe-emulator'
import { startEmulator, type Running } from '@stallcast/stripe-emulator/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  classifyStripeError,
  createRecipient,
  createStripe,
  isUnexpectedState,
  paymentKeys,
  toPaymentError,
  verifyWebhook,
  type Stripe,
} from './index.ts'

let running: Running
let stripe: Stripe

beforeAll(async () => {
  running = await startEmulator()
  stripe = createStripe({ apiBase: running.origin })
})
afterAll(() => running.emulator.close())

const caught = (work: Promise<unknown>) => work.then(() => null, classifyStripeError)
const intent = (metadata: Record<string, string> = {}) =>
  stripe.paymentIntents.create(
    { amount: 2400, currency: 'eur', metadata },
    { maxNetworkRetries: 0 },
  )

describe('the client', () => {
  it('PY1 talks to the emulator without a key, and wants one of the two', async () => {
    expect(await intent()).toMatchObject({ amount: 2400, livemode: false })
    expect(() => createStripe({})).toThrow(/STRIPE_SECRET_KEY/)
  })

  it('PY1 uses the keys of the emulator, or all three of the operator', () => {
    expect(paymentKeys({})).toEqual({
      emulated: true,
      publishableKey: emulated.EMULATED_PUBLISHABLE_KEY,
      webhookSecret: emulated.EMULATED_WEBHOOK_SECRET,
    })
    expect(paymentKeys({ secretKey: emulated.EMULATED_SECRET_KEY }).emulated).toBe(true)
    expect(() => paymentKeys({ secretKey: 'sk_test_1' })).toThrow(/STRIPE_WEBHOOK_SECRET/)
    expect(
      paymentKeys({ secretKey: 'sk_test_1', publishableKey: 'pk_1', webhookSecret: 'whsec_1' }),
    ).toEqual({ emulated: false, publishableKey: 'pk_1', webhookSecret: 'whsec_1' })
  })

  it('PY3 tells failures apart', async () => {
    expect(
      await caught(intent({ stallcast_fault: '{"drop":"response","times":9}' })),
    ).toMatchObject({
      kind: 'uncertain',
    })
    expect(await caught(intent({ stallcast_fault: '{"status":500,"times":9}' }))).toMatchObject({
      kind: 'server-error',
    })
    expect(await caught(intent({ stallcast_fault: '{"status":429,"times":9}' }))).toMatchObject({
      kind: 'busy',
    })
    const refusal = await caught(stripe.paymentIntents.retrieve('pi_none'))
    expect(refusal).toMatchObject({ kind: 'refused', reason: expect.stringContaining('pi_none') })
    await expect(caught(Promise.reject(new TypeError('bug')))).rejects.toThrow('bug')
  })

  it('PY3 says in our words what a person can do', async () => {
    const error = await intent({ stallcast_fault: '{"drop":"response","times":9}' }).then(
      () => null,
      toPaymentError,
    )
    expect(error?.code).toBe('payment.unavailable')
    const { id } = await intent()
    await stripe.paymentIntents.cancel(id)
    const again = await stripe.paymentIntents.cancel(id).then(
      () => null,
      (e: unknown) => e,
    )
    expect(isUnexpectedState(again)).toBe(true)
  })

  it('PY4 refuses an event that was changed, is old or is not signed', () => {
    const payload = JSON.stringify({ id: 'evt_1', object: 'event', type: 'charge.updated' })
    const secret = emulated.EMULATED_WEBHOOK_SECRET
    const sign = (timestamp: number) =>
      stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
    const now = Math.floor(Date.now() / 1000)
    expect(verifyWebhook(stripe, payload, sign(now), secret).id).toBe('evt_1')
    for (const [body, header] of [
      [payload.replace('evt_1', 'evt_2'), sign(now)],
      [payload, sign(now - 301)],
      [payload, null],
    ] as const) {
      expect(() => verifyWebhook(stripe, body, header, secret)).toThrow(/signature/)
    }
  })

  it('PY5 makes one account for one key', async () => {
    const party = { key: 'demo-host', name: 'Host', email: null, currency: 'EUR' }
    const id = await createRecipient(stripe, party)
    expect(await createRecipient(stripe, party)).toBe(id)
    const other = await createRecipient(stripe, { ...party, key: 'demo-editor' })
    expect(other).not.toBe(id)
  })
})
