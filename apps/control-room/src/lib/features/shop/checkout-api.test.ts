import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CheckoutApi, newAttemptId } from './checkout-api.ts'

const request = {
  offerId: 'o1',
  quantity: 2,
  buyerName: 'Ada',
  buyerEmail: 'ada@example.org',
  attemptId: '1c9ef1a0-2b7a-4f5a-9d6c-0d6f2d1f7a11',
}
const answer = {
  orderId: 'or1',
  clientSecret: 'pi_9_secret_1',
  publishableKey: 'pk_test_1',
  emulated: true,
  totalMinor: 4_800,
  currency: 'EUR',
  holdEndsAtMs: 1_800_000_000_000,
}

function shop(status: number, body: unknown, calls: { path: string; init?: RequestInit }[] = []) {
  return new CheckoutApi('harbour', (path, init) => {
    calls.push({ path: String(path), ...(init ? { init } : {}) })
    return Promise.resolve(Response.json(body, { status }))
  })
}

describe('checkout', () => {
  it('asks the show it is part of, and parses what comes back', async () => {
    const calls: { path: string; init?: RequestInit }[] = []
    expect(await shop(200, answer, calls).reserve(request)).toEqual(answer)
    expect(calls[0]?.path).toBe('/s/harbour/checkout')
    expect(JSON.parse(String(calls[0]?.init?.body))).toEqual(request)
  })

  it('passes the reason of a refusal on, in either shape', async () => {
    const view = { code: 'stock.short', message: 'Only 3 left.', params: { left: 3 } }
    await expect(shop(409, view).reserve(request)).rejects.toMatchObject(said(view))
    await expect(shop(409, { error: view }).reserve(request)).rejects.toMatchObject(said(view))
  })

  it('proves to be the buyer when it asks for the order', async () => {
    const view = { orderId: 'or1', status: 'paid', productTitle: 'Flask', quantity: 1 }
    const calls: { path: string }[] = []
    const api = shop(200, { ...view, totalMinor: 2_400, currency: 'EUR', reason: null }, calls)
    expect((await api.order('or1', request.attemptId)).status).toBe('paid')
    expect(calls[0]?.path).toBe(`/s/harbour/orders/or1?attempt=${request.attemptId}`)
  })

  it('has words for an answer that is no answer', async () => {
    await expect(shop(502, '<html>').reserve(request)).rejects.toMatchObject({ code: 'internal' })
    const offline = new CheckoutApi('x', () => Promise.reject(new TypeError('failed')))
    await expect(offline.order('or1', 'a')).rejects.toMatchObject({ code: 'network' })
  })

  it('confirms the intent that the secret names', async () => {
    const calls: { path: string; init?: RequestInit }[] = []
    const payment = { ...answer, returnUrl: 'http://shop/s/harbour' }
    const card = { number: '4242424242424242', expiry: '12/34', cvc: '123' }
    const outcome = await shop(200, { status: 'succeeded' }, calls).payWithTestCard(payment, card)
    expect(outcome).toEqual({ kind: 'succeeded' })
    expect(calls[0]?.path).toBe('/stripe-emulator/v1/payment_intents/pi_9/confirm')
  })

  it('numbers each attempt with a real UUID', () => {
    const id = newAttemptId((bytes) => void bytes.fill(0xff))
    expect(id).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
    expect(z.uuid().safeParse(id).success).toBe(true)
  })
})

function said({ code, message }: { code: string; message: string }) {
  return { code, message }
}
