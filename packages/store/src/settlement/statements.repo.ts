import { netOf, splitNet, type SettlementState, type Statement } from '@stallcast/shared/settlement'
import type { Executor } from '../database.ts'
import { readAgreement } from './agreements.repo.ts'
import { readFigures } from './figures.repo.ts'

type Find = { showId: string; statementId: string } | { showId: string; latest: true }

/** @param lock holds the statement until commit: its approval and its lines' payments queue up on it */
export async function readStatement(
  database: Executor,
  find: Find,
  lock = false,
): Promise<Statement | null> {
  let query = database.selectFrom('statements').selectAll().where('show_id', '=', find.showId)
  query =
    'latest' in find
      ? query.orderBy('revision', 'desc').limit(1)
      : query.where('id', '=', find.statementId)
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) return null
  const lines = await database
    .selectFrom('statement_lines')
    .selectAll()
    .where('statement_id', '=', row.id)
    .orderBy('position')
    .execute()
  return {
    statementId: row.id,
    showId: row.show_id,
    revision: row.revision,
    status: row.status,
    currency: row.currency,
    orders: row.orders,
    grossMinor: row.gross_minor,
    feesMinor: row.fees_minor,
    refundsMinor: row.refunds_minor,
    netMinor: row.net_minor,
    lines: lines.map((line) => ({
      lineId: line.id,
      partyId: line.party_id,
      name: line.name,
      rule: line.rule,
      amountMinor: line.amount_minor,
      transferMinor: line.transfer_minor,
      transfer: line.transfer,
      transferId: line.transfer_id,
      failure: line.failure,
    })),
    proposedBy: row.proposed_by,
    proposedBySessionId: row.proposed_by_session_id,
    proposedAtMs: row.proposed_at_ms,
    approvedBy: row.approved_by,
    approvedAtMs: row.approved_at_ms,
    paidAtMs: row.paid_at_ms,
  }
}

/** State domain `settlement`; null for a show without an agreement. */
export async function readSettlementState(
  database: Executor,
  showId: string,
): Promise<SettlementState | null> {
  const agreement = await readAgreement(database, showId)
  if (!agreement) return null
  const figures = await readFigures(database, showId, agreement.currency)
  const shares = splitNet(figures.settledNetMinor + netOf(figures.open), agreement)
  return {
    currency: agreement.currency,
    live: agreement.parties.map((party, index) => ({
      partyId: party.partyId,
      name: party.name,
      rule: party.rule,
      amountMinor: shares[index]?.amountMinor ?? 0,
    })),
    statement: await readStatement(database, { showId, latest: true }),
  }
}
