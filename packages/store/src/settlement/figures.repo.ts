import type { PartyStanding, SalesFigures } from '@stallcast/shared/settlement'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'
import { readAgreement } from './agreements.repo.ts'

export type SettlementFigures = {
  /** What no approved statement covers, from the ledger. */
  open: SalesFigures
  settledNetMinor: number
  standings: PartyStanding[]
}

/** What a statement is drawn up from. The open figures come from one query: a sale is in all of them or in none. */
export async function readFigures(
  database: Executor,
  showId: string,
  currency: string,
): Promise<SettlementFigures> {
  const { rows } = await sql<{
    gross: number
    fees: number
    refunds: number
    orders: number
    settled_net: number
  }>`
    select
      coalesce(-sum(balance_minor) filter (where code = 'sales_payable'), 0)::bigint as gross,
      coalesce(sum(balance_minor) filter (where code = 'fees'), 0)::bigint as fees,
      coalesce(sum(balance_minor) filter (where code = 'refunds'), 0)::bigint as refunds,
      (select count(*) from orders where show_id = ${showId} and paid_at_ms is not null
        and not returned)
      - (select coalesce(sum(orders), 0) from statements where show_id = ${showId}
        and status in ('approved', 'paid')) as orders,
      (select coalesce(sum(net_minor), 0)::bigint from statements where show_id = ${showId}
        and status in ('approved', 'paid')) as settled_net
    from ledger_accounts where show_id = ${showId} and currency = ${currency}`.execute(database)
  const row = rows[0]
  return {
    open: {
      orders: Number(row?.orders ?? 0),
      grossMinor: row?.gross ?? 0,
      feesMinor: row?.fees ?? 0,
      refundsMinor: row?.refunds ?? 0,
    },
    settledNetMinor: row?.settled_net ?? 0,
    standings: await readStandings(database, showId, currency),
  }
}

/** Whether a proposal made now would have anything to say. */
export async function hasSomethingToSettle(database: Executor, showId: string): Promise<boolean> {
  const agreement = await readAgreement(database, showId)
  if (!agreement) return false
  const { open } = await readFigures(database, showId, agreement.currency)
  return open.grossMinor !== 0 || open.feesMinor !== 0 || open.refundsMinor !== 0
}

async function readStandings(
  database: Executor,
  showId: string,
  currency: string,
): Promise<PartyStanding[]> {
  const { rows } = await sql<{ party_id: string; settled: number; owed: number }>`
    select l.party_id,
      sum(l.amount_minor)::bigint as settled,
      (-coalesce((select a.balance_minor from ledger_accounts a where a.show_id = ${showId}
          and a.currency = ${currency} and a.code = 'party:' || l.party_id), 0)
        - coalesce(sum(l.transfer_minor) filter (where l.transfer in ('queued', 'failed')), 0)
      )::bigint as owed
    from statement_lines l join statements s on s.id = l.statement_id
    where s.show_id = ${showId} and s.status in ('approved', 'paid')
    group by l.party_id`.execute(database)
  return rows.map((row) => ({
    partyId: row.party_id,
    settledMinor: row.settled,
    owedMinor: row.owed,
  }))
}
