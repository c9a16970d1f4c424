import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createShow } from '../crew/index.ts'
import { startTestDatabase, type TestDatabase } from '../testing/index.ts'
import { assertLedgerBalanced, post, readLedger, reversePosting, type Posting } from './index.ts'

let test: TestDatabase
let showId = ''
const at = 1_800_000_000_000

beforeAll(async () => {
  test = await startTestDatabase()
})
afterAll(() => test.stop())
beforeEach(async () => {
  showId = randomUUID()
  await createShow(test.database, {
    id: showId,
    slug: showId,
    title: 'Ledger',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: at,
  })
})

const sale = (key: string, gross = 1000, fee = 40): Posting => ({
  showId,
  key: `${key}-${showId}`,
  kind: 'sale',
  currency: 'EUR',
  atMs: at,
  legs: [
    { account: 'stripe_clearing', amountMinor: gross - fee },
    { account: 'fees', amountMinor: fee },
    { account: 'sales_payable', amountMinor: -gross },
  ],
})

describe('the ledger', () => {
  it('ST18 refuses a posting that does not sum to zero, in code and in the database', async () => {
    const off = { ...sale('a'), legs: [{ account: 'fees' as const, amountMinor: 1 }] }
    await expect(post(test.database, off)).rejects.toMatchObject({ code: 'ledger.unbalanced' })
    const legs = JSON.stringify([
      { account: 'fees', amountMinor: 5 },
      { account: 'refunds', amountMinor: -4 },
    ])
    await expect(
      sql`select post_transaction(${showId}, ${showId}, 'sale', 'EUR', ${legs}::jsonb, ${at})`.execute(
        test.database,
      ),
    ).rejects.toThrow(/off by 1 EUR/)
    await expect(
      sql`select post_transaction(${showId}, ${showId}, 'sale', 'EUR', '[]'::jsonb, ${at})`.execute(
        test.database,
      ),
    ).rejects.toThrow(/fewer than two/)
    expect(await readLedger(test.database, showId)).toMatchObject({ postings: 0, balances: {} })
  })

  it('ST19 is never changed or deleted', async () => {
    await post(test.database, sale('a'))
    for (const change of [
      sql`update ledger_entries set amount_minor = amount_minor + 1`,
      sql`delete from ledger_entries`,
      sql`delete from ledger_tx`,
      sql`truncate ledger_entries`,
    ]) {
      await expect(change.execute(test.database)).rejects.toThrow(/append-only/)
    }
  })

  it('ST19 is corrected by the mirror image, once', async () => {
    await post(test.database, sale('a'))
    const reversal = { key: `undo-${showId}`, reversedKey: sale('a').key, atMs: at }
    await reversePosting(test.database, reversal)
    await reversePosting(test.database, reversal)
    await expect(
      reversePosting(test.database, { ...reversal, key: `again-${showId}` }),
    ).rejects.toThrow(/ledger_tx_reverses_key/)
    expect(await assertLedgerBalanced(test.database, showId)).toEqual({
      showId,
      postings: 2,
      balances: { fees: 0, sales_payable: 0, stripe_clearing: 0 },
    })
  })

  it('ST20 posts once under a key, and refuses another posting under it', async () => {
    await Promise.all(Array.from({ length: 6 }, () => post(test.database, sale('a'))))
    await expect(post(test.database, sale('a', 1001))).rejects.toThrow(/another posting/)
    expect(await readLedger(test.database, showId)).toMatchObject({
      postings: 1,
      balances: { sales_payable: -1000 },
    })
  })

  it('ST21 keeps balances right under many writers that lock accounts in any order', async () => {
    const parties = ['a', 'b', 'c', 'd']
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const from = parties[index % 4]
        const to = parties[(index + 1 + (index % 3)) % 4]
        return post(test.database, {
          ...sale(`m${index}`),
          legs: [
            { account: `party:${to}`, amountMinor: index + 1 },
            { account: 'stripe_clearing', amountMinor: 1 },
            { account: `party:${from}`, amountMinor: -index - 2 },
          ],
        })
      }),
    )
    const report = await assertLedgerBalanced(test.database, showId)
    expect(report.postings).toBe(60)
    expect(report.balances['stripe_clearing']).toBe(60)
  })

  it('ST21 notices a balance that is not the sum of its entries', async () => {
    await post(test.database, sale('a'))
    await test.database
      .updateTable('ledger_accounts')
      .set({ balance_minor: 7 })
      .where('show_id', '=', showId)
      .where('code', '=', 'fees')
      .execute()
    await expect(assertLedgerBalanced(test.database, showId)).rejects.toMatchObject({
      code: 'ledger.unbalanced',
    })
  })
})
