import { randomUUID } from 'node:crypto'
import type { Actor } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import { buildStatement, type Statement, type StatementDraft } from '@stallcast/shared/settlement'
import type { Database, Executor } from '../database.ts'
import { appendEvents } from '../rundown/index.ts'
import { readAgreement } from './agreements.repo.ts'
import { readFigures } from './figures.repo.ts'
import { readStatement } from './statements.repo.ts'

export type Proposal = { showId: string; requestId: string; actor: Actor; atMs: number }

/**
 * Draws up a statement of what is not settled yet, in one transaction (ST5, ST8, ST11).
 * @returns the statement of this request, or the standing one if it says the same
 * @throws DomainError `settlement.nothing`
 */
export async function proposeStatement(database: Database, proposal: Proposal): Promise<Statement> {
  return database.transaction().execute(async (trx) => {
    const agreement = await readAgreement(trx, proposal.showId, true)
    if (!agreement) throw new DomainError('settlement.nothing')
    const known = await trx
      .selectFrom('statements')
      .select('id')
      .where('request_id', '=', proposal.requestId)
      .executeTakeFirst()
    if (known) return demandStatement(trx, proposal.showId, known.id)

    const figures = await readFigures(trx, proposal.showId, agreement.currency)
    const draft = buildStatement(
      agreement,
      figures.open,
      figures.settledNetMinor,
      figures.standings,
    )
    if (!draft) throw new DomainError('settlement.nothing')

    const before = await readStatement(trx, { showId: proposal.showId, latest: true })
    if (before?.status === 'proposed') {
      // Proposing the same again must not make the second person the proposer: they may be the approver.
      if (saysTheSame(before, draft)) return before
      await trx
        .updateTable('statements')
        .set({ status: 'superseded' })
        .where('id', '=', before.statementId)
        .execute()
    }
    const revision = (before?.revision ?? 0) + 1
    const statementId = randomUUID()
    await insertStatement(trx, proposal, statementId, revision, agreement.currency, draft)
    await appendEvents(trx, {
      showId: proposal.showId,
      domain: 'settlement',
      atMs: proposal.atMs,
      actor: proposal.actor,
      events: [
        {
          type: 'statementProposed',
          data: {
            statementId,
            revision,
            netMinor: draft.netMinor,
            currency: agreement.currency,
            orders: draft.orders,
          },
        },
      ],
    })
    return demandStatement(trx, proposal.showId, statementId)
  })
}

function saysTheSame(statement: Statement, draft: StatementDraft): boolean {
  return (
    statement.grossMinor === draft.grossMinor &&
    statement.feesMinor === draft.feesMinor &&
    statement.refundsMinor === draft.refundsMinor &&
    statement.lines.length === draft.lines.length &&
    statement.lines.every((line, index) => {
      const drafted = draft.lines[index]
      return (
        line.partyId === drafted?.partyId &&
        line.amountMinor === drafted.amountMinor &&
        line.transferMinor === drafted.transferMinor
      )
    })
  )
}

async function insertStatement(
  trx: Executor,
  proposal: Proposal,
  statementId: string,
  revision: number,
  currency: string,
  draft: StatementDraft,
): Promise<void> {
  await trx
    .insertInto('statements')
    .values({
      id: statementId,
      show_id: proposal.showId,
      revision,
      request_id: proposal.requestId,
      status: 'proposed',
      currency,
      orders: draft.orders,
      gross_minor: draft.grossMinor,
      fees_minor: draft.feesMinor,
      refunds_minor: draft.refundsMinor,
      net_minor: draft.netMinor,
      proposed_by: proposal.actor.name,
      proposed_by_session_id: proposal.actor.sessionId,
      proposed_at_ms: proposal.atMs,
    })
    .execute()
  await trx
    .insertInto('statement_lines')
    .values(
      draft.lines.map((line, position) => ({
        id: randomUUID(),
        statement_id: statementId,
        party_id: line.partyId,
        position,
        name: line.name,
        rule: JSON.stringify(line.rule),
        amount_minor: line.amountMinor,
        transfer_minor: line.transferMinor,
      })),
    )
    .execute()
}

async function demandStatement(
  trx: Executor,
  showId: string,
  statementId: string,
): Promise<Statement> {
  const statement = await readStatement(trx, { showId, statementId })
  if (!statement) throw new DomainError('settlement.unknown')
  return statement
}
