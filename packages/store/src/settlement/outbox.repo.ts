import { randomUUID } from 'node:crypto'
import type { RetryPlan } from '@stallcast/shared/settlement'
import { sql } from 'kysely'
import type { Database, Executor } from '../database.ts'

export type EffectKind = 'transfer' | 'refund'

/** An effect that is due, leased to whoever holds this. */
export type Effect = {
  id: string
  kind: EffectKind
  showId: string
  /** Statement line or order. */
  subjectId: string
  keyRevision: number
  attempts: number
  lookUpFirst: boolean
  newKeyAfterLookup: boolean
  pinned: { destination: string } | null
}

/** Long enough for a call with all its retries inside the client. */
const leaseMs = 90_000

/** Promises an effect within the transaction that causes it. Promising it twice makes one. */
export async function promiseEffect(
  trx: Executor,
  effect: { kind: EffectKind; showId: string; subjectId: string; dueAtMs: number },
): Promise<void> {
  await trx
    .insertInto('outbox')
    .values({
      id: randomUUID(),
      kind: effect.kind,
      show_id: effect.showId,
      subject_id: effect.subjectId,
      due_at_ms: effect.dueAtMs,
    })
    .onConflict((conflict) => conflict.columns(['kind', 'subject_id']).doNothing())
    .execute()
}

/**
 * Takes the next due effect for a while. Two workers never get the same one at once; one that dies loses it
 * when the lease ends, and who takes it over is told to look before asking: the dead one may have asked.
 */
export async function leaseEffect(database: Database, nowMs: number): Promise<Effect | null> {
  const { rows } = await sql<EffectRow>`
    update outbox o set
      leased_until_ms = ${nowMs + leaseMs},
      attempts = o.attempts + 1,
      look_up_first = o.look_up_first or o.leased_until_ms > 0
    where o.id = (
      select id from outbox
      where done_at_ms is null and due_at_ms <= ${nowMs} and leased_until_ms <= ${nowMs}
      order by due_at_ms, id limit 1 for update skip locked)
    returning o.*`.execute(database)
  const row = rows[0]
  return row
    ? {
        id: row.id,
        kind: row.kind,
        showId: row.show_id,
        subjectId: row.subject_id,
        keyRevision: row.key_revision,
        attempts: row.attempts,
        lookUpFirst: row.look_up_first,
        newKeyAfterLookup: row.new_key_after_lookup,
        pinned: row.pinned,
      }
    : null
}

/**
 * Fixes the arguments that the current key stands for; what was fixed before wins.
 * @returns null when the lease is lost: somebody else has the effect now, so nothing may be asked
 */
export async function pinEffect(
  database: Executor,
  effect: Effect,
  pinned: { destination: string },
): Promise<{ destination: string } | null> {
  const row = await held(database, effect)
    .set({ pinned: sql`coalesce(pinned, ${JSON.stringify(pinned)}::jsonb)` })
    .returning('pinned')
    .executeTakeFirst()
  return row?.pinned ?? null
}

/**
 * The effect is certain not to have happened: the next call is a new one.
 * @returns the new key's revision; null when the lease is lost
 */
export async function renewKey(database: Executor, effect: Effect): Promise<number | null> {
  const row = await held(database, effect)
    .set((eb) => ({
      key_revision: eb('key_revision', '+', 1),
      pinned: null,
      new_key_after_lookup: false,
    }))
    .returning('key_revision')
    .executeTakeFirst()
  return row?.key_revision ?? null
}

/**
 * Puts the effect off, with what the next attempt has to do first.
 * @returns false when the lease is lost; nothing is changed then
 */
export async function postponeEffect(
  trx: Executor,
  effect: Effect,
  plan: RetryPlan,
  nowMs: number,
  error: string,
): Promise<boolean> {
  if (plan.newKey === 'now') await renewKey(trx, effect)
  const row = await held(trx, effect)
    .set({
      due_at_ms: nowMs + plan.delayMs,
      leased_until_ms: 0,
      last_error: error,
      look_up_first: plan.lookUpFirst,
      ...(plan.newKey === 'after-lookup' ? { new_key_after_lookup: true } : {}),
    })
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The row as long as this lease is the latest: each lease counts one attempt more. */
function held(database: Executor, effect: Effect) {
  return database
    .updateTable('outbox')
    .where('id', '=', effect.id)
    .where('attempts', '=', effect.attempts)
    .where('done_at_ms', 'is', null)
}

/** Marks it done within the transaction that books it. False: it was done before. */
export async function finishEffect(
  trx: Executor,
  effectId: string,
  nowMs: number,
): Promise<boolean> {
  const row = await trx
    .updateTable('outbox')
    .set({ done_at_ms: nowMs, last_error: null })
    .where('id', '=', effectId)
    .where('done_at_ms', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

type EffectRow = {
  id: string
  kind: EffectKind
  show_id: string
  subject_id: string
  key_revision: number
  attempts: number
  look_up_first: boolean
  new_key_after_lookup: boolean
  pinned: { destination: string } | null
}
