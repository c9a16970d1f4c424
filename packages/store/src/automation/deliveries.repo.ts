import { randomUUID } from 'node:crypto'
import {
  attemptLeaseMs,
  deliveryPayloadSchema,
  type DeliveryPayload,
  type DeliveryView,
} from '@stallcast/shared/automation'
import { DomainError } from '@stallcast/shared/kernel'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'

/** The channel that hears the id of the show whenever there is something new to send. */
export const deliveriesChannel = 'automation_deliveries'

/**
 * Puts something into the outbox, within the transaction that causes it. The same cause makes one delivery.
 * @returns its id; null when it was there already
 */
export async function promiseDelivery(
  trx: Executor,
  delivery: {
    showId: string
    outputId: string
    cause: string
    title: string
    payload: DeliveryPayload
  },
): Promise<string | null> {
  const row = await trx
    .insertInto('automation_deliveries')
    .values({
      id: `msg_${randomUUID().replaceAll('-', '')}`,
      show_id: delivery.showId,
      output_id: delivery.outputId,
      cause: delivery.cause,
      title: delivery.title,
      payload: JSON.stringify(delivery.payload),
      state: 'waiting',
      last_status: null,
      last_error: null,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.column('cause').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return null
  await sql`select pg_notify(${deliveriesChannel}, ${delivery.showId})`.execute(trx)
  return row.id
}

/** The same again under an id of its own: the receiver must not take it for a repetition. */
export async function resendDelivery(
  database: Executor,
  showId: string,
  deliveryId: string,
): Promise<string | null> {
  const row = await database
    .selectFrom('automation_deliveries')
    .selectAll()
    .where('show_id', '=', showId)
    .where('id', '=', deliveryId)
    .executeTakeFirst()
  if (!row) throw new DomainError('delivery.unknown')
  const payload = deliveryPayloadSchema.parse(row.payload)
  return promiseDelivery(database, {
    showId,
    outputId: row.output_id,
    cause: `resend:${randomUUID()}`,
    title: row.title,
    // An OSC message is useful for seconds only; sent anew it is a new one.
    payload: payload.kind === 'osc' ? { ...payload, atMs: Date.now() } : payload,
  })
}

/** So that a receiver that answers to nothing keeps nobody else waiting. */
const mostPerOutput = 4

/** A delivery in the hands of one sender until its lease ends. `attempts` counts this one. */
export type LeasedDelivery = {
  id: string
  showId: string
  outputId: string
  payload: DeliveryPayload
  attempts: number
}

/**
 * Takes what is due, each for one sender at a time, whatever relays there are. A sender that died loses its lease;
 * the message goes out again under the same id, which is what lets the receiver know it (AU13). An OSC message has
 * no id: it is not sent a second time when it may have been sent (AU16).
 */
export async function leaseDeliveries(
  database: Executor,
  limit: number,
): Promise<LeasedDelivery[]> {
  await sql`update automation_deliveries set state = 'failed', finished_at = now(),
      last_error = 'the relay stopped while sending'
    where state = 'sending' and next_attempt_at <= now() and payload ->> 'kind' = 'osc'`.execute(
    database,
  )
  const { rows } = await sql<{
    id: string
    show_id: string
    output_id: string
    payload: unknown
    attempts: number
  }>`
    update automation_deliveries set
      state = 'sending',
      attempts = attempts + 1,
      next_attempt_at = now() + ${attemptLeaseMs} * interval '1 millisecond'
    where id in (
      select id from automation_deliveries where id in (
        select id from (
          select id, next_attempt_at, row_number() over (
            partition by output_id order by next_attempt_at, created_at) as place
          from automation_deliveries
          where state in ('waiting', 'sending') and next_attempt_at <= now()
        ) due where place <= ${mostPerOutput} order by next_attempt_at limit ${limit}
      ) and state in ('waiting', 'sending') and next_attempt_at <= now()
      order by next_attempt_at, created_at for update skip locked
    )
    returning id, show_id, output_id, payload, attempts`.execute(database)
  return rows.map((row) => ({
    id: row.id,
    showId: row.show_id,
    outputId: row.output_id,
    payload: deliveryPayloadSchema.parse(row.payload),
    attempts: row.attempts,
  }))
}

export type AttemptResult = {
  state: 'delivered' | 'failed' | 'expired' | 'waiting'
  status: number | null
  error: string | null
  /** Only for `waiting`. */
  retryInMs?: number
}

/** Keeps what became of an attempt; of one whose lease another has taken over since, nothing. */
export async function settleDelivery(
  database: Executor,
  delivery: { id: string; attempts: number },
  result: AttemptResult,
): Promise<void> {
  await database
    .updateTable('automation_deliveries')
    .set({
      state: result.state,
      last_status: result.status,
      last_error: result.error,
      ...(result.state === 'waiting'
        ? {
            next_attempt_at: sql<Date>`now() + ${result.retryInMs ?? 0} * interval '1 millisecond'`,
          }
        : { finished_at: sql<Date>`now()` }),
    })
    .where('id', '=', delivery.id)
    .where('state', '=', 'sending')
    .where('attempts', '=', delivery.attempts)
    .execute()
}

/** When the next is due, in ms from now; null: there is none. */
export async function nextDeliveryInMs(database: Executor): Promise<number | null> {
  const { rows } = await sql<{ in_ms: number | null }>`
    select (extract(epoch from min(next_attempt_at) - now()) * 1000)::float8 as in_ms
    from automation_deliveries where state in ('waiting', 'sending')`.execute(database)
  return rows[0]?.in_ms ?? null
}

export async function listDeliveries(
  database: Executor,
  showId: string,
  limit: number,
): Promise<DeliveryView[]> {
  const rows = await database
    .selectFrom('automation_deliveries')
    .selectAll()
    .where('show_id', '=', showId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    outputId: row.output_id,
    title: row.title,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAtMs: row.state === 'waiting' ? row.next_attempt_at.getTime() : null,
    lastStatus: row.last_status,
    lastError: row.last_error,
    createdAtMs: row.created_at.getTime(),
    finishedAtMs: row.finished_at?.getTime() ?? null,
  }))
}

/**
 * Forgets what nobody asks for any more: deliveries and firings that were finished two weeks ago (the as-run log
 * keeps what fired), and answers to yesterday's requests.
 */
export async function forgetOldAutomation(database: Executor): Promise<void> {
  const fortnight = sql<Date>`now() - interval '14 days'`
  await database.deleteFrom('automation_deliveries').where('finished_at', '<', fortnight).execute()
  await database.deleteFrom('trigger_firings').where('finished_at', '<', fortnight).execute()
  await database
    .deleteFrom('api_requests')
    .where('created_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute()
}
