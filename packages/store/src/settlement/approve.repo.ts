import type { Actor } from '@stallcast/shared/crew'
import { DomainError, invariant } from '@stallcast/shared/kernel'
import { demandApprovable, demandRejectable, type Statement } from '@stallcast/shared/settlement'
import type { Database, Executor } from '../database.ts'
import { appendEvents } from '../rundown/index.ts'
import { readAgreement } from './agreements.repo.ts'
import { post, type Leg } from './ledger.repo.ts'
import { promiseEffect } from './outbox.repo.ts'
import { markPaidWhenDone } from './pay.repo.ts'
import { readStatement } from './statements.repo.ts'

export type Approval = {
  showId: string
  statementId: string
  revision: number
  actor: Actor & { sessionId: string }
  atMs: number
}

/**
 * Approves: the ledger moves what the statement says from the sale to the parties, and a transfer is
 * promised for each line that pays, all in one transaction (ST9, ST10, ST12).
 * @throws DomainError `settlement.unknown|stale|state|own-proposal`
 */
export async function approveStatement(database: Database, approval: Approval): Promise<void> {
  const { showId, actor, atMs } = approval
  await database.transaction().execute(async (trx) => {
    // The agreement's lock first, as a proposal takes it: a new proposal and an approval cannot cross.
    await readAgreement(trx, showId, true)
    const statement = await demandLocked(trx, approval)
    demandApprovable(statement, approval.revision, actor.sessionId)

    await post(trx, {
      showId,
      key: `settlement:${statement.statementId}`,
      kind: 'settlement',
      currency: statement.currency,
      atMs,
      legs: settlementLegs(statement),
    })
    const updated = await trx
      .updateTable('statements')
      .set({
        status: 'approved',
        approved_by: actor.name,
        approved_by_session_id: actor.sessionId,
        approved_at_ms: atMs,
      })
      .where('id', '=', statement.statementId)
      .where('status', '=', 'proposed')
      .where('proposed_by_session_id', 'is distinct from', actor.sessionId)
      .executeTakeFirst()
    invariant(updated.numUpdatedRows === 1n, 'a locked statement changed under its approval')

    await queueTransfers(trx, statement, atMs)
    await appendEvents(trx, {
      showId,
      domain: 'settlement',
      atMs,
      actor,
      events: [{ type: 'statementApproved', data: eventData(statement) }],
    })
    await markPaidWhenDone(trx, { showId, statementId: statement.statementId, atMs })
  })
}

async function queueTransfers(trx: Executor, statement: Statement, atMs: number): Promise<void> {
  for (const line of statement.lines) {
    if (line.transferMinor === 0) continue
    await trx
      .updateTable('statement_lines')
      .set({ transfer: 'queued' })
      .where('id', '=', line.lineId)
      .execute()
    await promiseEffect(trx, {
      kind: 'transfer',
      showId: statement.showId,
      subjectId: line.lineId,
      dueAtMs: atMs,
    })
  }
}

/** @throws DomainError `settlement.unknown|stale|state` */
export async function rejectStatement(
  database: Database,
  rejection: Omit<Approval, 'revision' | 'actor'> & { actor: Actor; reason: string },
): Promise<void> {
  const { showId, actor, atMs, reason } = rejection
  await database.transaction().execute(async (trx) => {
    const statement = await demandLocked(trx, rejection)
    demandRejectable(statement)
    await trx
      .updateTable('statements')
      .set({ status: 'rejected', rejected_by: actor.name, rejected_reason: reason })
      .where('id', '=', statement.statementId)
      .execute()
    await appendEvents(trx, {
      showId,
      domain: 'settlement',
      atMs,
      actor,
      events: [{ type: 'statementRejected', data: { ...eventData(statement), reason } }],
    })
  })
}

function settlementLegs(statement: Statement): Leg[] {
  return [
    { account: 'sales_payable', amountMinor: statement.grossMinor },
    { account: 'fees', amountMinor: -statement.feesMinor },
    { account: 'refunds', amountMinor: -statement.refundsMinor },
    ...statement.lines.map((line): Leg => ({
      account: `party:${line.partyId}`,
      amountMinor: -line.amountMinor,
    })),
  ]
}

async function demandLocked(
  trx: Executor,
  find: { showId: string; statementId: string },
): Promise<Statement> {
  const statement = await readStatement(trx, find, true)
  if (!statement) throw new DomainError('settlement.unknown')
  return statement
}

function eventData(statement: Statement) {
  return {
    statementId: statement.statementId,
    revision: statement.revision,
    netMinor: statement.netMinor,
    currency: statement.currency,
  }
}
