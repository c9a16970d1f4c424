import { createQueues } from '@stallcast/store/queues'
import { readOrder } from '@stallcast/store/commerce'
import { assertLedgerBalanced } from '@stallcast/store/settlement'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { registerCommerceJobs } from '../commerce/index.ts'
import { registerSettlementJobs } from './index.ts'
import { openAccounts, ShowSale } from './testing/show-sale.ts'

let sale: ShowSale

beforeAll(async () => {
  sale = await ShowSale.start()
  await sale.newShow()
})
afterAll(() => sale.stop())

async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 50))
}

it('CO5 ST11 ST12 the queues carry a show from its last hold to its payout', async () => {
  const queueConfig = { databaseUrl: sale.test.url }
  const queues = createQueues(queueConfig)
  const { showId } = sale
  const running = [
    registerCommerceJobs({ ...sale, queueConfig }),
    registerSettlementJobs({ ...sale, queueConfig }),
  ]
  const unpaid = await sale.press(500)
  await queues.add('hold-expire', `hold-${unpaid.orderId}`, { orderId: unpaid.orderId })
  await until(async () => (await readOrder(sale.database, unpaid.orderId)).status === 'expired')

  await sale.sell(48_00)
  const asked = { showId, requestId: 'r1', actor: { sessionId: 'producer-1', name: 'Pia' } }
  for (let again = 0; again < 3; again += 1) {
    await queues.add('settlement-propose', `propose-${showId}-${again}`, asked)
  }
  await until(async () => (await sale.statement().catch(() => null)) !== null)
  await sale.approve(await sale.statement())
  await queues.add('outbox-drain', `approved-${showId}`, { reason: 'approved' })
  await until(async () => (await sale.statement()).status === 'paid')
  expect(await sale.transfers()).toHaveLength(4)
  expect(openAccounts(await assertLedgerBalanced(sale.database, showId))).toEqual({})
  await Promise.all(running.map((each) => each.close()))
  await queues.close()
})
