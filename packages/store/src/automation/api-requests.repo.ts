import { DomainError } from '@stallcast/shared/kernel'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'

export type KeptAnswer = { status: number; body: unknown }

/**
 * Begins a request under its Idempotency-Key. A request whose answer never came (the relay died) may be tried
 * again after a minute; answers are kept for a day.
 * @returns the kept answer of an earlier one, or null: go ahead
 * @throws DomainError `api.in-progress`, `api.key-reused`
 */
export async function beginRequest(
  database: Executor,
  request: { keyId: string; idempotencyKey: string; hash: string },
): Promise<KeptAnswer | null> {
  await database
    .deleteFrom('api_requests')
    .where('key_id', '=', request.keyId)
    .where((where) =>
      where.or([
        where('created_at', '<', sql<Date>`now() - interval '1 day'`),
        where.and([
          where('status', 'is', null),
          where('created_at', '<', sql<Date>`now() - interval '1 minute'`),
        ]),
      ]),
    )
    .execute()
  const begun = await database
    .insertInto('api_requests')
    .values({
      key_id: request.keyId,
      idempotency_key: request.idempotencyKey,
      request_hash: request.hash,
      status: null,
      body: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key_id')
    .executeTakeFirst()
  if (begun) return null
  const row = await database
    .selectFrom('api_requests')
    .selectAll()
    .where('key_id', '=', request.keyId)
    .where('idempotency_key', '=', request.idempotencyKey)
    .executeTakeFirst()
  if (row && row.request_hash !== request.hash) throw new DomainError('api.key-reused')
  if (!row || row.status === null) throw new DomainError('api.in-progress')
  return { status: row.status, body: row.body?.[0] ?? null }
}

/** Keeps the answer; none for a failure of ours, which may be tried again. */
export async function finishRequest(
  database: Executor,
  request: { keyId: string; idempotencyKey: string },
  answer: KeptAnswer,
): Promise<void> {
  const mine = { key_id: request.keyId, idempotency_key: request.idempotencyKey }
  if (answer.status >= 500 || answer.status === 429) {
    await database
      .deleteFrom('api_requests')
      .where('key_id', '=', mine.key_id)
      .where('idempotency_key', '=', mine.idempotency_key)
      .execute()
    return
  }
  await database
    .updateTable('api_requests')
    .set({ status: answer.status, body: JSON.stringify([answer.body]) })
    .where('key_id', '=', mine.key_id)
    .where('idempotency_key', '=', mine.idempotency_key)
    .execute()
}
