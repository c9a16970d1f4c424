import { latestEvents } from '@stallcast/store/rundown'
import {
  assertLedgerBalanced,
  partiesWithoutAccount,
  readSettlementState,
  rejectStatement,
} from '@stallcast/store/settlement'
import { recordRefund } from '@stallcast/store/commerce'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPartyAccounts } from './party-accounts.ts'
import { openAccounts, ShowSale } from './testing/show-sale.ts'

let sale: ShowSale

beforeAll(async () => {
  sale = await ShowSale.start()
})
afterAll(() => sale.stop())
beforeEach(() => sale.newShow())

const ledger = () => assertLedgerBalanced(sale.database, sale.showId)
const types = async () =>
  (await latestEvents(sale.database, sale.showId, 50))
    .filter((event) => event.domain === 'settlement')
    .map((event) => event.type)
const amounts = async () =>
  (await sale.statement()).lines.map((line) => [line.amountMinor, line.transferMinor])

describe('a settlement', () => {
  it('ST12 ST17 goes from sales to parties to the cent, and leaves every account at zero', async () => {
    await sale.sell(48_00)
    await sale.sell(19_99)
    await sale.propose()
    const statement = await sale.statement()
    // Fees 97 and 55: net 66.47.
    expect(statement).toMatchObject({
      status: 'proposed',
      orders: 2,
      grossMinor: 67_99,
      feesMinor: 1_52,
      netMinor: 66_47,
      proposedBy: 'Pia',
    })
    expect(statement.lines.map((line) => line.amountMinor)).toEqual([34_56, 14_62, 10_64, 6_65])
    await sale.approve(statement)
    expect(await sale.drain()).toBe(4)
    const paid = await sale.statement()
    expect(paid.status).toBe('paid')
    expect(paid.lines.every((line) => line.transfer === 'paid' && line.transferId)).toBe(true)
    const sent = await sale.transfers()
    expect(new Map(sent.map((t) => [t.lineId, t.amountMinor]))).toEqual(
      new Map(paid.lines.map((line) => [line.lineId, line.amountMinor])),
    )
    expect(openAccounts(await ledger())).toEqual({})
    expect(await types()).toEqual([
      'statementProposed',
      'statementApproved',
      ...Array.from({ length: 4 }, () => 'transferPaid'),
      'statementPaid',
    ])
  })

  it('ST11 makes one statement of one request, and says when there is nothing to settle', async () => {
    await sale.propose('early')
    expect(await types()).toEqual(['nothingToSettle'])
    await sale.sell(48_00)
    await Promise.all([sale.propose('cue-9'), sale.propose('cue-9'), sale.propose('cue-9')])
    await sale.propose('cue-9')
    expect((await sale.statement()).revision).toBe(1)
  })

  it('ST8 keeps a proposal that says the same, with its proposer, and supersedes an older one', async () => {
    await sale.sell(48_00)
    await sale.propose()
    await sale.propose('again', 'finance-1')
    const first = await sale.statement()
    expect(first).toMatchObject({ revision: 1, proposedBySessionId: 'producer-1' })
    await sale.sell(10_00)
    await sale.propose()
    const second = await sale.statement()
    expect(second).toMatchObject({ revision: 2, grossMinor: 58_00 })
    await expect(sale.approve(first)).rejects.toMatchObject({ code: 'settlement.stale' })
    await sale.approve(second)
  })

  it('ST9 refuses another revision, a second approval and an approval after a rejection', async () => {
    await sale.sell(48_00)
    await sale.propose()
    const statement = await sale.statement()
    await expect(sale.approve({ ...statement, revision: 7 })).rejects.toMatchObject({
      code: 'settlement.stale',
    })
    await expect(sale.approve({ ...statement, statementId: 'none' })).rejects.toMatchObject({
      code: 'settlement.unknown',
    })
    await rejectStatement(sale.database, {
      ...statement,
      actor: { sessionId: 'finance-1', role: 'finance', name: 'Finn' },
      reason: 'wrong agreement',
      atMs: sale.nowMs,
    })
    await expect(sale.approve(statement)).rejects.toMatchObject({ code: 'settlement.state' })
    await sale.propose()
    const next = await sale.statement()
    const both = await Promise.allSettled([sale.approve(next), sale.approve(next, 'finance-2')])
    expect(both.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    await sale.drain()
    expect(await sale.transfers()).toHaveLength(4)
    expect(openAccounts(await ledger())).toEqual({})
  })

  it('ST10 lets no one approve their own proposal, in the service and in the database', async () => {
    await sale.sell(48_00)
    await sale.propose('mine', 'finance-1')
    const statement = await sale.statement()
    await expect(sale.approve(statement)).rejects.toMatchObject({
      code: 'settlement.own-proposal',
    })
    await expect(
      sale.database
        .updateTable('statements')
        .set({
          status: 'approved',
          approved_by: 'Finn',
          approved_by_session_id: 'finance-1',
          approved_at_ms: 1,
        })
        .where('id', '=', statement.statementId)
        .execute(),
    ).rejects.toThrow(/check constraint/)
    await sale.approve(statement, 'finance-2')
  })

  it('ST5 ST6 pays what was approved; later sales are the next statement’s, caps held', async () => {
    await sale.sell(3_000_00)
    await sale.propose()
    const first = await sale.statement()
    await sale.sell(3_000_00)
    await sale.approve(first)
    await sale.drain()
    expect((await sale.statement()).netMinor).toBe(2_954_75)
    expect((await ledger()).balances).toMatchObject({ sales_payable: -3_000_00, fees: 45_25 })
    await sale.propose()
    const second = await sale.statement()
    expect(second).toMatchObject({ revision: 2, grossMinor: 3_000_00, orders: 1 })
    // 10 % of the whole would be 590.95: the cap of 342.00 leaves 46.53 for the second.
    expect([first.lines[3]?.amountMinor, second.lines[3]?.amountMinor]).toEqual([295_47, 46_53])
    await sale.approve(second)
    await sale.drain()
    expect(openAccounts(await ledger())).toEqual({})
    const live = (await readSettlementState(sale.database, sale.showId))?.live
    expect(live?.reduce((sum, each) => sum + each.amountMinor, 0)).toBe(2 * 2_954_75)
  })

  it('ST7 keeps a debt after refunds back from the next statement', async () => {
    const order = await sale.sell(48_00)
    await sale.propose()
    await sale.approve(await sale.statement())
    await sale.drain()
    const refund = { orderId: order.orderId, totalRefundedMinor: 48_00, atMs: sale.nowMs }
    await sale.database.transaction().execute((trx) => recordRefund(trx, refund))
    await sale.propose()
    expect((await amounts()).map(([, transfer]) => transfer)).toEqual([0, 0, 0, 0])
    await sale.approve(await sale.statement())
    expect((await sale.statement()).status).toBe('paid')
    expect((await ledger()).balances).toMatchObject({ 'party:host': 10_35, sales_payable: 0 })
    await sale.sell(100_00)
    await sale.propose()
    const [, host] = await amounts()
    expect((host?.[0] ?? 0) - (host?.[1] ?? 0)).toBe(10_35)
    await sale.approve(await sale.statement())
    await sale.drain()
    expect((await ledger()).balances).toMatchObject({ 'party:host': 0, 'party:editor': 0 })
  })

  it('ST16 pays the others, shows who has no account, and pays them once they have', async () => {
    await sale.newShow({ accounts: false })
    await sale.sell(48_00)
    await sale.propose()
    await sale.approve(await sale.statement())
    await sale.drain()
    const waiting = await sale.statement()
    expect(waiting.status).toBe('approved')
    expect(waiting.lines.map((line) => line.transfer)).toEqual(Array(4).fill('failed'))
    expect(waiting.lines[0]?.failure).toMatch(/no account/)
    expect(await sale.transfers()).toEqual([])
    await openPartyAccounts(sale)
    expect(await partiesWithoutAccount(sale.database)).toEqual([])
    await sale.drainLater()
    expect((await sale.statement()).status).toBe('paid')
    expect((await types()).filter((type) => type === 'transferFailed')).toHaveLength(4)
  })

  it('ST16 waits for money that Stripe has not made available yet', async () => {
    await sale.sell(400_000_00, 'pm_card_visa')
    await sale.propose()
    await sale.approve(await sale.statement())
    await sale.drain()
    const waiting = await sale.statement()
    expect(waiting.lines[0]).toMatchObject({ transfer: 'failed' })
    expect(waiting.lines[0]?.failure).toMatch(/not cleared/)
    // Somebody tops the balance up.
    await sale.stripe.paymentIntents.create({
      amount: 500_000_00,
      currency: 'eur',
      confirm: true,
      payment_method: 'pm_card_bypassPending',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    })
    await sale.drainLater()
    expect((await sale.statement()).status).toBe('paid')
    expect(openAccounts(await ledger())).toEqual({})
  })
})
