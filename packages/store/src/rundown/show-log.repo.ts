import { sql } from 'kysely'
import type { Actor } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { ShowEvent } from '@stallcast/shared/protocol'
import type { Database, Executor } from '../database.ts'

export type NewEvent = { type: string; data: Record<string, unknown> }

export type Append = {
  showId: string
  domain: string
  atMs: number
  actor: Actor
  events: readonly NewEvent[]
}

export type Commit = Append & {
  /** Revision that the decision was made on; 0 when the domain has no state yet. */
  expectedRev: number
  state: object
}

/** The channel that every append notifies; the payload is the show's id. A hint: the rows are the truth. */
export const showEventsChannel = 'show_events'

/**
 * Appends to the as-run log within the caller's transaction. The head row's lock puts the writers of one
 * show in line, so sequence numbers have no gaps and become visible in order.
 */
export async function appendEvents(trx: Executor, append: Append): Promise<ShowEvent[]> {
  if (append.events.length === 0) return []
  const head = await trx
    .insertInto('show_log_heads')
    .values({ show_id: append.showId, seq: append.events.length })
    .onConflict((conflict) =>
      conflict
        .column('show_id')
        .doUpdateSet({ seq: sql`show_log_heads.seq + ${append.events.length}` }),
    )
    .returning('seq')
    .executeTakeFirstOrThrow()
  const first = head.seq - append.events.length + 1
  const rows = append.events.map((event, index): ShowEvent => ({
    showId: append.showId,
    seq: first + index,
    atMs: append.atMs,
    domain: append.domain,
    type: event.type,
    actor: append.actor,
    data: event.data,
  }))
  await trx
    .insertInto('show_events')
    .values(
      rows.map((row) => ({
        show_id: row.showId,
        seq: row.seq,
        at_ms: row.atMs,
        domain: row.domain,
        type: row.type,
        actor: JSON.stringify(row.actor),
        data: JSON.stringify(row.data),
      })),
    )
    .execute()
  await sql`select pg_notify(${showEventsChannel}, ${append.showId})`.execute(trx)
  return rows
}

/** Writes a domain's state. @throws DomainError `clock.stale` when someone was quicker. */
export async function writeState(
  trx: Executor,
  change: { showId: string; domain: string; expectedRev: number; state: object },
): Promise<number> {
  const rev = change.expectedRev + 1
  const state = JSON.stringify(change.state)
  const row =
    change.expectedRev === 0
      ? await trx
          .insertInto('show_state')
          .values({ show_id: change.showId, domain: change.domain, rev, state })
          .onConflict((conflict) => conflict.doNothing())
          .returning('rev')
          .executeTakeFirst()
      : await trx
          .updateTable('show_state')
          .set({ rev, state, updated_at: sql`now()` })
          .where('show_id', '=', change.showId)
          .where('domain', '=', change.domain)
          .where('rev', '=', change.expectedRev)
          .returning('rev')
          .executeTakeFirst()
  if (!row) throw new DomainError('clock.stale')
  return rev
}

/** One accepted command: its events and the state they lead to, together or not at all. */
export async function commit(
  database: Database,
  change: Commit,
): Promise<{ rev: number; events: ShowEvent[] }> {
  return database.transaction().execute(async (trx) => {
    const rev = await writeState(trx, change)
    return { rev, events: await appendEvents(trx, change) }
  })
}

export async function readState<State extends object>(
  database: Executor,
  showId: string,
  domain: string,
): Promise<{ rev: number; state: State } | null> {
  const row = await database
    .selectFrom('show_state')
    .select(['rev', 'state'])
    .where('show_id', '=', showId)
    .where('domain', '=', domain)
    .executeTakeFirst()
  return row ? { rev: row.rev, state: row.state as State } : null
}

/** Rows after `afterSeq`, oldest first. */
export async function readEvents(
  database: Executor,
  showId: string,
  afterSeq: number,
  limit = 500,
): Promise<ShowEvent[]> {
  const rows = await database
    .selectFrom('show_events')
    .selectAll()
    .where('show_id', '=', showId)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(toEvent)
}

/** The latest rows, oldest first. */
export async function latestEvents(
  database: Executor,
  showId: string,
  limit: number,
): Promise<ShowEvent[]> {
  const rows = await database
    .selectFrom('show_events')
    .selectAll()
    .where('show_id', '=', showId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.toReversed().map(toEvent)
}

export async function readCursor(
  database: Executor,
  showId: string,
  consumer: string,
): Promise<number> {
  const row = await database
    .selectFrom('show_cursors')
    .select('seq')
    .where('show_id', '=', showId)
    .where('consumer', '=', consumer)
    .executeTakeFirst()
  return row?.seq ?? 0
}

export async function writeCursor(
  database: Executor,
  showId: string,
  consumer: string,
  seq: number,
): Promise<void> {
  await database
    .insertInto('show_cursors')
    .values({ show_id: showId, consumer, seq })
    .onConflict((conflict) =>
      conflict
        .columns(['show_id', 'consumer'])
        .doUpdateSet({ seq })
        .where('show_cursors.seq', '<', seq),
    )
    .execute()
}

type EventRow = {
  show_id: string
  seq: number
  at_ms: number
  domain: string
  type: string
  actor: { sessionId: string | null; role: string | null; name: string }
  data: Record<string, unknown>
}

function toEvent(row: EventRow): ShowEvent {
  return {
    showId: row.show_id,
    seq: row.seq,
    atMs: row.at_ms,
    domain: row.domain,
    type: row.type,
    actor: row.actor as Actor,
    data: row.data,
  }
}
