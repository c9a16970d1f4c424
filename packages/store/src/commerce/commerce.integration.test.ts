import { randomUUID } from 'node:crypto'
import { salesTotals } from '@stallcast/shared/commerce'
import { systemActor } from '@stallcast/shared/crew'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createShow } from '../crew/index.ts'
import { commit, latestEvents } from '../rundown/index.ts'
import { assertLedgerBalanced } from '../settlement/index.ts'
import { startTestDatabase, type TestDatabase } from '../testing/index.ts'
import {
  applyTakenCue,
  bookFee,
  closeOffer,
  handleOnce,
  holdOrder,
  listOverdueOrders,
  noteDecline,
  readOfferState,
  readOrderView,
  readSalesState,
  readStock,
  recordPayment,
  recordRefund,
  releaseOrder,
  seedCatalogue,
} from './index.ts'

let test: TestDatabase
let showId = ''
let seq = 0
const at = 1_800_000_000_000

beforeAll(async () => {
  test = await startTestDatabase()
})
afterAll(() => test.stop())

beforeEach(async () => {
  showId = randomUUID()
  seq = 0
  await createShow(test.database, {
    id: showId,
    slug: showId,
    title: 'Harbour',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: at,
  })
  await seedCatalogue(
    test.database,
    showId,
    ['flask', 'roast'].map((sku) => ({
      id: `${sku}-${showId}`,
      sku,
      title: sku,
      subtitle: '',
      imageUrl: '',
      currency: 'EUR',
      priceMinor: 3200,
      units: 10,
    })),
  )
})

const shelf = (sku = 'flask') => ({ showId, productId: `${sku}-${showId}` })
const stock = (sku?: string) => readStock(test.database, shelf(sku))

function take(cueId: string, sku: string | null, more: { type?: string; seq?: number } = {}) {
  return applyTakenCue(test.database, {
    showId,
    seq: more.seq ?? ++seq,
    atMs: at,
    actor: systemActor,
    cue: {
      id: cueId,
      type: more.type ?? 'offer',
      title: cueId,
      productId: sku ? shelf(sku).productId : null,
      priceMinor: sku ? 2400 : null,
    },
  })
}

async function request(quantity = 1, attemptId = randomUUID()) {
  const offer = await readOfferState(test.database, showId)
  return {
    offerId: offer?.offerId ?? 'none',
    quantity,
    buyerName: 'Ana',
    buyerEmail: 'ana@example.com',
    attemptId,
  }
}
const buy = async (quantity = 1) => holdOrder(test.database, showId, await request(quantity), at)

function pay(orderId: string, amountMinor = 2400, feeMinor = 61) {
  return test.database.transaction().execute((trx) =>
    recordPayment(trx, {
      orderId,
      paymentIntentId: `pi_${orderId}`,
      chargeId: `ch_${orderId}`,
      amountMinor,
      currency: 'EUR',
      feeMinor,
      feeEstimated: false,
      atMs: at,
    }),
  )
}
const release = (orderId: string, status: 'failed' | 'expired' = 'expired') =>
  test.database
    .transaction()
    .execute((trx) => releaseOrder(trx, { orderId, status, reason: 'late', atMs: at }))

describe('the pinned offer', () => {
  it('CO1 CO2 follows the cues that carry a product, and closes with the settle cue', async () => {
    expect(await take('c1', 'flask')).toBe('opened')
    const first = await readOfferState(test.database, showId)
    expect(first).toMatchObject({ cueId: 'c1', priceMinor: 2400, stock: { available: 10 } })
    expect(await take('c1', 'flask')).toBe('kept')
    expect(await take('talk', null)).toBe('kept')
    expect((await readOfferState(test.database, showId))?.offerId).toBe(first?.offerId)
    expect(await take('c2', 'roast')).toBe('opened')
    expect(await readOfferState(test.database, showId)).toMatchObject({ cueId: 'c2' })
    expect(await take('end', null, { type: 'settle' })).toBe('closed')
    expect(await readOfferState(test.database, showId)).toBeNull()
    expect(await take('c2', 'roast')).toBe('opened')
  })

  it('CO1 counts an event once, and not after a later one', async () => {
    await take('c1', 'flask', { seq: 5 })
    await take('c2', 'roast', { seq: 9 })
    expect(await take('c1', 'flask', { seq: 5 })).toBe('kept')
    expect(await take('c2', 'roast', { seq: 9 })).toBe('kept')
    expect(await readOfferState(test.database, showId)).toMatchObject({ cueId: 'c2' })
  })

  it('CO2 closes by hand, and refuses the buyer who comes after', async () => {
    await take('c1', 'flask')
    const late = await request()
    await closeOffer(test.database, { showId, atMs: at, actor: systemActor })
    await expect(holdOrder(test.database, showId, late, at)).rejects.toMatchObject({
      code: 'offer.closed',
    })
    await expect(
      closeOffer(test.database, { showId, atMs: at, actor: systemActor }),
    ).rejects.toMatchObject({ code: 'offer.unknown' })
  })

  it('CO1 refuses a cue whose product the show does not have, and keeps what is pinned', async () => {
    await take('c1', 'flask')
    await expect(take('c2', 'nothing')).rejects.toMatchObject({ code: 'product.unknown' })
    expect(await readOfferState(test.database, showId)).toMatchObject({ cueId: 'c1' })
  })
})

describe('buying', () => {
  it('CO3 sells ten units to fifty buyers at once ten times, never more', async () => {
    await take('c1', 'flask')
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => buy()))
    const held = answers.filter((answer) => answer.status === 'fulfilled')
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(held).toHaveLength(10)
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'stock.short' })
    expect(await stock()).toEqual({ available: 0, held: 10, sold: 0 })
    await Promise.all(held.map(({ value }) => pay(value.orderId)))
    expect(await stock()).toEqual({ available: 0, held: 0, sold: 10 })
    await assertLedgerBalanced(test.database, showId)
  })

  it('CO7 makes one order of one attempt, however often and fast it is pressed', async () => {
    await take('c1', 'flask')
    const attempt = await request(2)
    const orders = await Promise.all(
      Array.from({ length: 8 }, () => holdOrder(test.database, showId, attempt, at)),
    )
    expect(new Set(orders.map((order) => order.orderId)).size).toBe(1)
    expect(await stock()).toEqual({ available: 8, held: 2, sold: 0 })
  })

  it('CO7 makes a new order of an attempt whose order has ended', async () => {
    await take('c1', 'flask')
    const attempt = await request()
    const first = await holdOrder(test.database, showId, attempt, at)
    await release(first.orderId)
    const second = await holdOrder(test.database, showId, attempt, at)
    expect(second.orderId).not.toBe(first.orderId)
    expect((await holdOrder(test.database, showId, attempt, at)).orderId).toBe(second.orderId)
    expect(await stock()).toEqual({ available: 9, held: 1, sold: 0 })
  })

  it('CO4 CO10 pays once: order, stock, ledger, log and totals together', async () => {
    await take('c1', 'flask')
    const order = await buy(2)
    expect(await pay(order.orderId, 4800, 97)).toBe('paid')
    expect(await pay(order.orderId, 4800, 97)).toBe('known')
    expect(await stock()).toEqual({ available: 8, held: 0, sold: 2 })
    expect(await readSalesState(test.database, showId)).toMatchObject({
      orders: 1,
      units: 2,
      grossMinor: 4800,
      feesMinor: 97,
      netMinor: 4703,
      recent: [{ orderId: order.orderId, quantity: 2, buyer: 'Ana' }],
    })
    expect((await assertLedgerBalanced(test.database, showId)).balances).toEqual({
      stripe_clearing: 4703,
      fees: 97,
      sales_payable: -4800,
    })
    const types = (await latestEvents(test.database, showId, 10)).map((event) => event.type)
    expect(types).toEqual(['offerOpened', 'orderHeld', 'orderPaid'])
  })

  it('CO4 refuses a payment of another amount and changes nothing', async () => {
    await take('c1', 'flask')
    const order = await buy()
    await expect(pay(order.orderId, 1)).rejects.toThrow(/paid 1/)
    expect(await stock()).toEqual({ available: 9, held: 1, sold: 0 })
  })

  it('CO5 CO6 gives stock back once, and never after the payment', async () => {
    await take('c1', 'flask')
    const [lost, paid] = [await buy(), await buy()]
    expect([await release(lost.orderId), await release(lost.orderId)]).toEqual([true, false])
    await pay(paid.orderId)
    expect(await release(paid.orderId, 'failed')).toBe(false)
    expect(await stock()).toEqual({ available: 9, held: 0, sold: 1 })
  })

  it('CO5 lists the holds that ran out', async () => {
    await take('c1', 'flask')
    const order = await buy()
    expect(await listOverdueOrders(test.database, order.holdEndsAtMs)).not.toContain(order.orderId)
    expect(await listOverdueOrders(test.database, order.holdEndsAtMs + 1)).toContain(order.orderId)
  })

  it('CO8 takes stock again for a late payment while there is some', async () => {
    await take('c1', 'flask')
    const order = await buy(3)
    await release(order.orderId)
    expect(await pay(order.orderId, 7200, 133)).toBe('paid')
    expect(await stock()).toEqual({ available: 7, held: 0, sold: 3 })
  })

  it('CO9 promises a late payer the money back when nothing is left; only the fee stays', async () => {
    await take('c1', 'flask')
    const late = await buy(2)
    await release(late.orderId)
    await buy(9)
    expect(await pay(late.orderId, 4800, 97)).toBe('returned')
    expect(await stock()).toEqual({ available: 1, held: 9, sold: 0 })
    const view = await readOrderView(test.database, { ...late, showId })
    expect(view.status).toBe('refunded')
    expect(view.reason).toMatch(/Sold out/)
    const effects = await test.database
      .selectFrom('outbox')
      .select(['kind', 'subject_id'])
      .where('show_id', '=', showId)
      .execute()
    expect(effects).toEqual([{ kind: 'refund', subject_id: late.orderId }])

    const refund = { orderId: late.orderId, totalRefundedMinor: 4800, atMs: at }
    for (let again = 0; again < 2; again += 1) {
      await test.database.transaction().execute((trx) => recordRefund(trx, refund))
    }
    expect((await assertLedgerBalanced(test.database, showId)).balances).toEqual({
      stripe_clearing: -97,
      fees: 97,
      refunds_payable: 0,
    })
    expect(await readSalesState(test.database, showId)).toMatchObject({
      orders: 0,
      grossMinor: 0,
      refundsMinor: 0,
      netMinor: -97,
    })
  })

  it('CO10 counts a refund in steps, told in any order', async () => {
    await take('c1', 'flask')
    const order = await buy()
    await pay(order.orderId)
    for (const totalRefundedMinor of [1000, 400, 1000, 2400]) {
      await test.database
        .transaction()
        .execute((trx) =>
          recordRefund(trx, { orderId: order.orderId, totalRefundedMinor, atMs: at }),
        )
    }
    const { balances } = await assertLedgerBalanced(test.database, showId)
    expect(balances).toMatchObject({ refunds: 2400, sales_payable: -2400, stripe_clearing: -61 })
    const facts = { orders: 1, quantity: 1, totalMinor: 2400, feeMinor: 61, refundedMinor: 2400 }
    expect(await readSalesState(test.database, showId)).toMatchObject(
      salesTotals('EUR', [{ ...facts, returned: false }]),
    )
    expect((await readOrderView(test.database, { ...order, showId })).status).toBe('refunded')
  })

  it('CO11 corrects an estimated fee once, by the difference', async () => {
    await take('c1', 'flask')
    const order = await buy()
    await pay(order.orderId)
    await test.database
      .updateTable('orders')
      .set({ fee_estimated: true })
      .where('id', '=', order.orderId)
      .execute()
    for (let again = 0; again < 2; again += 1) {
      await test.database
        .transaction()
        .execute((trx) => bookFee(trx, { chargeId: `ch_${order.orderId}`, feeMinor: 75, atMs: at }))
    }
    const { balances } = await assertLedgerBalanced(test.database, showId)
    expect(balances).toMatchObject({ fees: 75, stripe_clearing: 2325 })
  })

  it('CO12 remembers the cue and the source on air', async () => {
    await take('c1', 'flask')
    await commit(test.database, {
      showId,
      domain: 'clock',
      expectedRev: 0,
      atMs: at,
      actor: systemActor,
      state: { cue: { id: 'c1', title: 'Enamel flask' } },
      events: [],
    })
    await commit(test.database, {
      showId,
      domain: 'bus',
      expectedRev: 0,
      atMs: at,
      actor: systemActor,
      state: { onAirSourceId: 'cam2' },
      events: [{ type: 'sourceTaken', data: { sourceId: 'cam2', label: 'Table' } }],
    })
    const order = await buy()
    await pay(order.orderId)
    expect((await readSalesState(test.database, showId)).recent[0]).toMatchObject({
      cueId: 'c1',
      cueTitle: 'Enamel flask',
      sourceId: 'cam2',
      sourceLabel: 'Table',
    })
  })

  it('CO13 works an event id once, and again when the first try failed', async () => {
    const event = { id: `evt_${showId}`, type: 'test' }
    let runs = 0
    const work = async () => {
      runs += 1
    }
    const broken = handleOnce(test.database, event, () => Promise.reject(new Error('crash')))
    await expect(broken).rejects.toThrow('crash')
    const twice = await Promise.all([
      handleOnce(test.database, event, work),
      handleOnce(test.database, event, work),
    ])
    expect([twice.filter(Boolean).length, runs]).toEqual([1, 1])
  })

  it('CO5 keeps the hold of a declined card, with the reason for the buyer', async () => {
    await take('c1', 'flask')
    const order = await buy()
    const decline = { orderId: order.orderId, reason: 'Your card was declined.' }
    await test.database.transaction().execute((trx) => noteDecline(trx, decline))
    expect(await stock()).toMatchObject({ held: 1 })
    const view = () => readOrderView(test.database, { ...order, showId })
    expect(await view()).toMatchObject({ status: 'pending', reason: decline.reason })
    await pay(order.orderId)
    await test.database.transaction().execute((trx) => noteDecline(trx, decline))
    expect(await view()).toMatchObject({ status: 'paid', reason: null })
  })

  it('CO14 shows an order by its id, in its own show, without a name', async () => {
    await take('c1', 'flask')
    const { orderId } = await buy()
    for (const find of [
      { showId, orderId: randomUUID() },
      { showId: 'other', orderId },
    ]) {
      await expect(readOrderView(test.database, find)).rejects.toMatchObject({
        code: 'order.unknown',
      })
    }
    const view = await readOrderView(test.database, { showId, orderId })
    expect(JSON.stringify(view)).not.toMatch(/example\.com|"Ana"/)
  })
})
