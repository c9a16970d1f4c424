import { readPaidIntent } from '@stallcast/payments'
import {
  readOrder,
  readStock,
  recordIntent,
  releaseOrder,
  type Order,
} from '@stallcast/store/commerce'
import { assertLedgerBalanced } from '@stallcast/store/settlement'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ShowSale } from '../settlement/testing/show-sale.ts'
import { holdExpireJob } from './hold-expire.job.ts'
import { sweepHolds } from './index.ts'

let sale: ShowSale

beforeAll(async () => {
  sale = await ShowSale.start()
})
afterAll(() => sale.stop())
beforeEach(() => sale.newShow())

const expire = (orderId: string) =>
  holdExpireJob(sale)(
    { orderId },
    { jobId: 'job', attempt: 1, signal: new AbortController().signal },
  )
const stock = () => readStock(sale.database, { showId: sale.showId, productId: sale.productId })
const all = 90_000_000
const status = async (order: Order) => (await readOrder(sale.database, order.orderId)).status

describe('the end of a hold', () => {
  it('CO5 cancels the payment, then gives the stock back, however often it is run', async () => {
    const order = await sale.press(500)
    await Promise.all([expire(order.orderId), expire(order.orderId)])
    await expire(order.orderId)
    expect(await status(order)).toBe('expired')
    expect(await stock()).toEqual({ available: all, held: 0, sold: 0 })
    const intent = await sale.stripe.paymentIntents.retrieve(order.paymentIntentId ?? '')
    expect(intent.status).toBe('canceled')
    await expire('no-such-order')
  })

  it('CO5 releases nothing when the payment has come: its webhook may be lost, the sale is not', async () => {
    const order = await sale.press(500)
    await sale.pay(order)
    await expire(order.orderId)
    expect(await status(order)).toBe('paid')
    expect(await stock()).toEqual({ available: all - 500, held: 0, sold: 500 })
    await assertLedgerBalanced(sale.database, sale.showId)
  })

  it('CO5 releases after a cancel that somebody else made', async () => {
    const order = await sale.press(500)
    await sale.stripe.paymentIntents.cancel(order.paymentIntentId ?? '')
    await expire(order.orderId)
    expect(await status(order)).toBe('expired')
  })

  it('CO5 keeps the hold when Stripe does not answer, and the sweep finds it later', async () => {
    const order = await sale.press(500)
    const path = '/v1/payment_intents'
    const fault = { drop: 'request' as const, times: 4 }
    sale.running.emulator.addFault({ method: 'POST', path, fault })
    await expect(expire(order.orderId)).rejects.toThrow(/connection/)
    expect(await status(order)).toBe('pending')
    await sweepHolds(sale)
    expect(await status(order)).toBe('pending')
    sale.nowMs += 11 * 60_000
    await sweepHolds(sale)
    expect(await status(order)).toBe('expired')
  })
})

describe('a refund', () => {
  /** Paid after its stock was gone: the refund waits in the outbox. */
  async function lateOrder(): Promise<Order> {
    const order = await sale.press(500)
    await sale.database.transaction().execute(async (trx) => {
      const { orderId } = order
      await releaseOrder(trx, { orderId, status: 'expired', reason: '', atMs: sale.nowMs })
    })
    await sale.press(all)
    await sale.pay(order)
    const paid = await readPaidIntent(sale.stripe, order.paymentIntentId ?? '')
    if (!paid) throw new Error('not paid')
    await sale.database
      .transaction()
      .execute((trx) => recordIntent(trx, { ...paid, atMs: sale.nowMs }))
    return order
  }
  const refunds = async (order: Order) => {
    const { data } = await sale.stripe.refunds.list({
      payment_intent: order.paymentIntentId ?? '',
    })
    return data.map((refund) => refund.amount)
  }

  it('CO9 pays a late payer back once, and only the fee stays', async () => {
    const order = await lateOrder()
    await Promise.all([sale.drain(), sale.drain()])
    expect(await refunds(order)).toEqual([500])
    const { balances } = await assertLedgerBalanced(sale.database, sale.showId)
    expect(balances).toMatchObject({ refunds_payable: 0, fees: 33, stripe_clearing: -33 })
  })

  it.each(['request', 'response'] as const)(
    'CO9 is made once when the %s is lost',
    async (drop) => {
      const order = await lateOrder()
      const fault = { drop, times: 4 }
      sale.running.emulator.addFault({ method: 'POST', path: '/v1/refunds', fault })
      await sale.drain()
      await sale.drainLater()
      expect(await refunds(order)).toEqual([500])
      const { balances } = await assertLedgerBalanced(sale.database, sale.showId)
      expect(balances).toMatchObject({ refunds_payable: 0 })
    },
  )
})
