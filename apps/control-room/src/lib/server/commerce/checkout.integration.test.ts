import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createStripe, paymentKeys, type Stripe } from '@stallcast/payments'
import { orderTickSchema } from '@stallcast/shared/commerce'
import { systemActor } from '@stallcast/shared/crew'
import { isDomainError } from '@stallcast/shared/kernel'
import {
  applyTakenCue,
  readOfferState,
  readOrderView,
  readSalesState,
  readStock,
  releaseOrder,
  seedCatalogue,
} from '@stallcast/store/commerce'
import { createShow } from '@stallcast/store/crew'
import { latestEvents } from '@stallcast/store/rundown'
import { assertLedgerBalanced } from '@stallcast/store/settlement'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { startEmulator, type Running } from '@stallcast/stripe-emulator/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkout, type CheckoutDeps } from './checkout.service.ts'
import { receiveWebhook } from './webhook.service.ts'

let test: TestDatabase
let running: Running
let server: Server
let stripe: Stripe
let deps: CheckoutDeps
let jobs: string[] = []
let showId = ''
const productId = () => `flask-${showId}`

beforeAll(async () => {
  test = await startTestDatabase()
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const signature = request.headers['stripe-signature']
    try {
      await receiveWebhook(deps, Buffer.concat(chunks).toString(), String(signature))
      response.writeHead(204).end()
    } catch (error) {
      response.writeHead(isDomainError(error) ? 400 : 500).end(String(error))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  running = await startEmulator({ webhookUrl: `http://127.0.0.1:${port}/webhooks/stripe` })
  stripe = createStripe({ apiBase: running.origin })
  deps = {
    database: test.database,
    queues: { add: async (_queue, jobId) => void jobs.push(jobId) },
    stripe,
    keys: paymentKeys({}),
    now: Date.now,
    log: pino({ level: 'silent' }),
  }
})
afterAll(async () => {
  await running.emulator.close()
  await new Promise((resolve) => server.close(resolve))
  await test.stop()
})

beforeEach(async () => {
  jobs = []
  showId = randomUUID()
  await createShow(test.database, {
    id: showId,
    slug: showId,
    title: 'Harbour',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: 0,
  })
  const product = { subtitle: '', imageUrl: '', currency: 'EUR', priceMinor: 3200 }
  await seedCatalogue(test.database, showId, [
    { ...product, id: productId(), sku: 'flask', title: 'Enamel flask', units: 10 },
  ])
  await applyTakenCue(test.database, {
    showId,
    seq: 1,
    atMs: Date.now(),
    actor: systemActor,
    cue: { id: 'c1', type: 'offer', title: 'Flask', productId: productId(), priceMinor: 2400 },
  })
})

async function press(quantity = 1, attemptId = randomUUID()) {
  const offer = await readOfferState(test.database, showId)
  return checkout(deps, showId, {
    offerId: offer?.offerId,
    quantity,
    buyerName: 'Ana',
    buyerEmail: 'ana@example.com',
    attemptId,
  })
}
const intentId = (answer: { clientSecret: string }) => answer.clientSecret.split('_secret')[0] ?? ''
const confirm = (answer: { clientSecret: string }, method = 'pm_card_visa') =>
  stripe.paymentIntents.confirm(intentId(answer), {
    payment_method: method,
    return_url: 'https://shop.example/back',
  })
const view = (orderId: string) => readOrderView(test.database, { showId, orderId })
const stock = () => readStock(test.database, { showId, productId: productId() })

/** Until the emulator has delivered all it has to say. */
async function delivered(): Promise<void> {
  while (running.emulator.webhooks.openCount() > 0) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('a purchase', () => {
  it('CO3 CO4 holds, is paid and is booked with the fee that Stripe took', async () => {
    const answer = await press(2)
    expect(answer).toMatchObject({ totalMinor: 4800, currency: 'EUR', emulated: true })
    expect(jobs).toEqual([`hold-${answer.orderId}`])
    expect(await stock()).toEqual({ available: 8, held: 2, sold: 0 })
    expect((await view(answer.orderId)).status).toBe('pending')

    await confirm(answer)
    await delivered()
    expect((await view(answer.orderId)).status).toBe('paid')
    expect(await stock()).toEqual({ available: 8, held: 0, sold: 2 })
    const intent = await stripe.paymentIntents.retrieve(intentId(answer))
    expect(intent).toMatchObject({ transfer_group: showId, metadata: { orderId: answer.orderId } })
    // 1.5 % + 25
    expect((await assertLedgerBalanced(test.database, showId)).balances).toEqual({
      stripe_clearing: 4703,
      fees: 97,
      sales_payable: -4800,
    })
    const paid = (await latestEvents(test.database, showId, 1))[0]
    expect(paid).toMatchObject({ domain: 'sales', type: 'orderPaid' })
    expect(orderTickSchema.parse(paid?.data)).toMatchObject({ buyer: 'Ana', totalMinor: 4800 })
  })

  it('CO3 gives ten of fifty who press at once a payment, and nobody else', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => press()))
    const won = answers.filter((answer) => answer.status === 'fulfilled')
    expect(won).toHaveLength(10)
    await Promise.all(won.map(({ value }) => confirm(value)))
    await delivered()
    expect(await stock()).toEqual({ available: 0, held: 0, sold: 10 })
    expect(await readSalesState(test.database, showId)).toMatchObject({
      orders: 10,
      grossMinor: 24_000,
      feesMinor: 610,
    })
    await assertLedgerBalanced(test.database, showId)
  })

  it('CO7 is one order and one payment, pressed twice or after a lost answer', async () => {
    const attemptId = randomUUID()
    const [first, second] = await Promise.all([press(1, attemptId), press(1, attemptId)])
    expect(second.orderId).toBe(first.orderId)
    expect(second.clientSecret).toBe(first.clientSecret)
    running.emulator.addFault({
      method: 'POST',
      path: '/v1/payment_intents',
      fault: { drop: 'response', times: 2 },
    })
    const third = await press()
    const made = await stripe.paymentIntents.list({ limit: 100 })
    const mine = made.data.filter((intent) => intent.metadata['orderId'] === third.orderId)
    expect(mine).toHaveLength(1)
  })

  it('CO7 goes on after the payment service was away, even when it keeps its failure', async () => {
    running.emulator.addFault({
      method: 'POST',
      path: '/v1/payment_intents',
      fault: { status: 500, kept: true, times: 1 },
    })
    const attemptId = randomUUID()
    await expect(press(1, attemptId)).rejects.toMatchObject({ code: 'payment.unavailable' })
    const answer = await press(1, attemptId)
    await confirm(answer)
    await delivered()
    expect((await view(answer.orderId)).status).toBe('paid')
    expect(await stock()).toEqual({ available: 9, held: 0, sold: 1 })
  })

  it('CO5 CO6 takes a second card after a declined one, however the news arrive', async () => {
    const answer = await press()
    await running.emulator.webhooks.pause()
    running.emulator.webhooks.disturb({ copiesPerEvent: 3 })
    await expect(confirm(answer, 'pm_card_chargeDeclined')).rejects.toThrow(/declined/)
    await confirm(answer)
    running.emulator.webhooks.resume(true)
    await delivered()
    running.emulator.webhooks.disturb({ copiesPerEvent: 1 })
    expect(await view(answer.orderId)).toMatchObject({ status: 'paid', reason: null })
    expect(await stock()).toEqual({ available: 9, held: 0, sold: 1 })
    const types = (await latestEvents(test.database, showId, 20)).map((event) => event.type)
    expect(types.filter((type) => type === 'orderPaid')).toHaveLength(1)
  })

  it('CO5 tells why a card was declined and keeps the hold for the next', async () => {
    const answer = await press()
    await expect(confirm(answer, 'pm_card_chargeDeclined')).rejects.toThrow(/declined/)
    await delivered()
    expect(await view(answer.orderId)).toMatchObject({ status: 'pending' })
    expect((await view(answer.orderId)).reason).toMatch(/declined/)
    await stripe.paymentIntents.cancel(intentId(answer))
    await delivered()
    expect((await view(answer.orderId)).status).toBe('expired')
    expect(await stock()).toEqual({ available: 10, held: 0, sold: 0 })
  })

  it('CO9 asks the worker to pay a late payer back when nothing is left', async () => {
    const late = await press(6)
    await test.database
      .transaction()
      .execute((trx) =>
        releaseOrder(trx, { orderId: late.orderId, status: 'expired', reason: '', atMs: 0 }),
      )
    await press(5)
    await confirm(late)
    await delivered()
    expect(await view(late.orderId)).toMatchObject({ status: 'refunded' })
    expect(jobs).toContain(`refund-${late.orderId}`)
    expect((await assertLedgerBalanced(test.database, showId)).balances).toMatchObject({
      refunds_payable: -14_400,
    })
  })

  it('CO10 follows a refund that was made at Stripe', async () => {
    const answer = await press()
    await confirm(answer)
    await delivered()
    await stripe.refunds.create({ payment_intent: intentId(answer), amount: 900 })
    await delivered()
    expect(await readSalesState(test.database, showId)).toMatchObject({
      grossMinor: 2400,
      refundsMinor: 900,
      netMinor: 1439,
    })
    await assertLedgerBalanced(test.database, showId)
  })

  it('CO13 believes no event without its signature, and asks again for one it could not keep', async () => {
    await expect(receiveWebhook(deps, '{}', 't=1,v1=00')).rejects.toMatchObject({
      code: 'webhook.signature',
    })
    const answer = await press()
    running.emulator.addFault({
      method: 'GET',
      path: '/v1/payment_intents',
      fault: { status: 500, times: 3 },
    })
    await confirm(answer)
    await delivered()
    expect((await view(answer.orderId)).status).toBe('paid')
  })

  it('CO3 refuses what it cannot read', async () => {
    await expect(checkout(deps, showId, { quantity: 0 })).rejects.toMatchObject({
      code: 'input.invalid',
    })
    await expect(checkout(deps, 'no-such-show', null)).rejects.toMatchObject({
      code: 'input.invalid',
    })
  })
})
