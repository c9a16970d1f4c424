import { DomainError } from '@stallcast/shared/kernel'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'

/** The accounts of a show; debit is positive. What each holds stands in the domain's SPEC.md. */
export type AccountCode =
  'stripe_clearing' | 'sales_payable' | 'fees' | 'refunds' | 'refunds_payable' | `party:${string}`

export type Leg = { account: AccountCode; amountMinor: number }

export type Posting = {
  showId: string
  /** Posts once: the same posting under it again changes nothing. */
  key: string
  kind: 'sale' | 'refund' | 'fee' | 'settlement' | 'transfer'
  currency: string
  atMs: number
  /** One per account; those of zero are left out. */
  legs: readonly Leg[]
}

/**
 * Posts within the caller's transaction, which should do little after it: balances stay locked until commit.
 * @throws DomainError `ledger.unbalanced`
 */
export async function post(trx: Executor, posting: Posting): Promise<void> {
  const legs = posting.legs.filter((leg) => leg.amountMinor !== 0)
  if (legs.length === 0) return
  if (legs.reduce((sum, leg) => sum + leg.amountMinor, 0) !== 0) {
    throw new DomainError('ledger.unbalanced', { currency: posting.currency })
  }
  await sql`select post_transaction(${posting.showId}, ${posting.key}, ${posting.kind},
    ${posting.currency}, ${JSON.stringify(legs)}::jsonb, ${posting.atMs})`.execute(trx)
}

/** Corrects a posting by its mirror image. Reversing it again does nothing under the same key and fails under another. */
export async function reversePosting(
  trx: Executor,
  reversal: { key: string; reversedKey: string; atMs: number },
): Promise<void> {
  await sql`select reverse_transaction(${reversal.key}, ${reversal.reversedKey}, ${reversal.atMs})`.execute(
    trx,
  )
}

export type LedgerReport = {
  showId: string
  postings: number
  /** Balance by account, from the entries. */
  balances: Record<string, number>
}

/** Balances from the entries themselves. */
export async function readLedger(database: Executor, showId: string): Promise<LedgerReport> {
  const rows = await database
    .selectFrom('ledger_entries as e')
    .innerJoin('ledger_accounts as a', 'a.id', 'e.account_id')
    .where('a.show_id', '=', showId)
    .groupBy('a.code')
    .orderBy('a.code')
    .select(['a.code', sql<number>`sum(e.amount_minor)::bigint`.as('balance')])
    .execute()
  const { postings } = await database
    .selectFrom('ledger_tx')
    .where('show_id', '=', showId)
    .select((eb) => eb.fn.countAll<number>().as('postings'))
    .executeTakeFirstOrThrow()
  return {
    showId,
    postings,
    balances: Object.fromEntries(rows.map((row) => [row.code, row.balance])),
  }
}

/**
 * Proves a show's ledger: each transaction and the whole sum to zero per currency, and every kept balance
 * is the sum of its entries (ST18, ST21).
 * @throws DomainError `ledger.unbalanced`
 */
export async function assertLedgerBalanced(
  database: Executor,
  showId: string,
): Promise<LedgerReport> {
  const off = await sql<{ currency: string }>`
    select e.currency from ledger_entries e join ledger_tx t on t.id = e.tx_id
      where t.show_id = ${showId} group by e.tx_id, e.currency having sum(e.amount_minor) <> 0
    union all
    select a.currency from ledger_accounts a
      left join ledger_entries e on e.account_id = a.id
      where a.show_id = ${showId} and a.keeps_balance
      group by a.id having a.balance_minor <> coalesce(sum(e.amount_minor), 0)`.execute(database)
  const first = off.rows[0]
  if (first) throw new DomainError('ledger.unbalanced', { currency: first.currency })
  return readLedger(database, showId)
}
