import { systemActor } from '@stallcast/shared/crew'
import { invariant } from '@stallcast/shared/kernel'
import type { RetryPlan } from '@stallcast/shared/settlement'
import type { Database, Executor } from '../database.ts'
import { appendEvents } from '../rundown/index.ts'
import { post } from './ledger.repo.ts'
import { finishEffect, postponeEffect, type Effect } from './outbox.repo.ts'

/** What the worker needs to ask for one transfer. */
export type TransferOrder = {
  lineId: string
  statementId: string
  showId: string
  revision: number
  partyId: string
  partyName: string
  amountMinor: number
  currency: string
  /** Where the party is paid today; null: nowhere yet. */
  stripeAccountId: string | null
}

export async function readTransferOrder(
  database: Executor,
  lineId: string,
): Promise<TransferOrder> {
  const row = await database
    .selectFrom('statement_lines as l')
    .innerJoin('statements as s', 's.id', 'l.statement_id')
    .leftJoin('agreements as a', 'a.show_id', 's.show_id')
    .leftJoin('agreement_parties as p', (join) =>
      join.onRef('p.agreement_id', '=', 'a.id').onRef('p.party_id', '=', 'l.party_id'),
    )
    .where('l.id', '=', lineId)
    .select([
      'l.id as lineId',
      's.id as statementId',
      's.show_id as showId',
      's.revision',
      'l.party_id as partyId',
      'l.name as partyName',
      'l.transfer_minor as amountMinor',
      's.currency',
      'p.stripe_account_id as stripeAccountId',
    ])
    .executeTakeFirst()
  invariant(row, `no statement line ${lineId}`)
  return row
}

/**
 * Books a transfer that Stripe has made: ledger, line, outbox and log in one transaction (ST17). Booking it
 * again does nothing.
 */
export async function bookTransfer(
  database: Database,
  effect: Effect,
  order: TransferOrder,
  transferId: string,
  atMs: number,
): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await lockStatement(trx, order.statementId)
    if (!(await finishEffect(trx, effect.id, atMs))) return
    await post(trx, {
      showId: order.showId,
      key: `transfer:${order.lineId}`,
      kind: 'transfer',
      currency: order.currency,
      atMs,
      legs: [
        { account: `party:${order.partyId}`, amountMinor: order.amountMinor },
        { account: 'stripe_clearing', amountMinor: -order.amountMinor },
      ],
    })
    await trx
      .updateTable('statement_lines')
      .set({ transfer: 'paid', transfer_id: transferId, failure: null })
      .where('id', '=', order.lineId)
      .execute()
    await append(trx, order.showId, atMs, 'transferPaid', {
      ...transferData(order),
      transferId,
    })
    await markPaidWhenDone(trx, {
      showId: order.showId,
      statementId: order.statementId,
      atMs,
    })
  })
}

/** Puts a transfer off; the line says why once it is worth knowing (ST16). */
export async function postponeTransfer(
  database: Database,
  effect: Effect,
  order: TransferOrder,
  failure: { plan: RetryPlan; reason: string; atMs: number },
): Promise<void> {
  const { plan, reason, atMs } = failure
  await database.transaction().execute(async (trx) => {
    await lockStatement(trx, order.statementId)
    const mine = await postponeEffect(trx, effect, plan, atMs, reason)
    if (!mine || !plan.visible) return
    const changed = await trx
      .updateTable('statement_lines')
      .set({ transfer: 'failed', failure: reason })
      .where('id', '=', order.lineId)
      .where('transfer', 'in', ['queued', 'failed'])
      .where('failure', 'is distinct from', reason)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) return
    await append(trx, order.showId, atMs, 'transferFailed', { ...transferData(order), reason })
  })
}

/** The statement is paid when no line waits for its transfer. */
export async function markPaidWhenDone(
  trx: Executor,
  find: { showId: string; statementId: string; atMs: number },
): Promise<void> {
  const waiting = await trx
    .selectFrom('statement_lines')
    .select('id')
    .where('statement_id', '=', find.statementId)
    .where('transfer', 'in', ['queued', 'failed'])
    .limit(1)
    .executeTakeFirst()
  if (waiting) return
  const paid = await trx
    .updateTable('statements')
    .set({ status: 'paid', paid_at_ms: find.atMs })
    .where('id', '=', find.statementId)
    .where('status', '=', 'approved')
    .returning(['revision', 'net_minor', 'currency'])
    .executeTakeFirst()
  if (!paid) return
  await append(trx, find.showId, find.atMs, 'statementPaid', {
    statementId: find.statementId,
    revision: paid.revision,
    netMinor: paid.net_minor,
    currency: paid.currency,
  })
}

/** Always the first lock, so that the lines of one statement finish one after another. */
async function lockStatement(trx: Executor, statementId: string): Promise<void> {
  await trx
    .selectFrom('statements')
    .select('id')
    .where('id', '=', statementId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

function transferData(order: TransferOrder) {
  return {
    statementId: order.statementId,
    lineId: order.lineId,
    partyId: order.partyId,
    name: order.partyName,
    amountMinor: order.amountMinor,
    currency: order.currency,
  }
}

async function append(
  trx: Executor,
  showId: string,
  atMs: number,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  await appendEvents(trx, {
    showId,
    domain: 'settlement',
    atMs,
    actor: systemActor,
    events: [{ type, data }],
  })
}
