import type { Role } from '@stallcast/shared/crew'
import type { HistoryChange, HistoryPage, HistoryQuery } from '@stallcast/shared/rundown'
import { sql } from 'kysely'
import type { Database, Executor } from '../database.ts'
import type { LoggedUpdate } from './documents.repo.ts'

/** A page of readable changes, newest first. Only what has been drawn from the log is there. */
export async function readChanges(
  database: Executor,
  doc: string,
  query: Omit<HistoryQuery, 'kind'>,
): Promise<HistoryPage> {
  let select = database.selectFrom('doc_changes').selectAll().where('doc', '=', doc)
  const { path, cue, field, person, before } = query
  if (path !== undefined) {
    // No id holds a percent sign; an underscore matches itself as well.
    select = select.where((on) => on.or([on('path', '=', path), on('path', 'like', `${path}/%`)]))
  }
  if (cue !== undefined) select = select.where('cue_id', '=', cue)
  if (field !== undefined) select = select.where('path', 'like', `%/${field}`)
  if (person !== undefined) select = select.where('person_name', '=', person)
  if (before !== undefined) {
    const [seq = '', place = ''] = before.split('~')
    select = select.where(sql<boolean>`(seq, path) < (${Number(seq)}, ${place})`)
  }
  const rows = await select
    .orderBy('seq', 'desc')
    .orderBy('path', 'desc')
    .limit(query.limit + 1)
    .execute()
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    changes: shown.map((row): HistoryChange => ({
      firstSeq: row.first_seq,
      seq: row.seq,
      path: row.path,
      cueId: row.cue_id,
      change: row.change,
      sessionId: row.session_id,
      role: row.role as Role | null,
      personName: row.person_name,
      firstAtMs: row.first_at_ms,
      atMs: row.at_ms,
    })),
    next: rows.length > shown.length && last ? `${last.seq}~${last.path}` : null,
  }
}

/** Who has written in a document, most recent first. */
export async function listWriters(database: Executor, doc: string): Promise<string[]> {
  const rows = await database
    .selectFrom('doc_changes')
    .select((on) => ['person_name', on.fn.max('seq').as('last')])
    .where('doc', '=', doc)
    .groupBy('person_name')
    .orderBy('last', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => row.person_name)
}

/** Up to where the changes have been drawn from the log; 0: not at all. */
export async function historySeq(database: Executor, doc: string): Promise<number> {
  const row = await database
    .selectFrom('doc_histories')
    .select('seq')
    .where('doc', '=', doc)
    .executeTakeFirst()
  return row?.seq ?? 0
}

/**
 * Adds what was drawn from the rows up to `toSeq`, all or nothing.
 * @returns false when somebody else has drawn them meanwhile: then nothing is added
 */
export async function addChanges(
  database: Database,
  doc: string,
  drawn: { fromSeq: number; toSeq: number; changes: readonly HistoryChange[] },
): Promise<boolean> {
  return database.transaction().execute(async (step) => {
    await step
      .insertInto('doc_histories')
      .values({ doc, seq: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const moved = await step
      .updateTable('doc_histories')
      .set({ seq: drawn.toSeq })
      .where('doc', '=', doc)
      .where('seq', '=', drawn.fromSeq)
      .executeTakeFirst()
    if (moved.numUpdatedRows === 0n) return false
    for (let at = 0; at < drawn.changes.length; at += 500) {
      const values = drawn.changes.slice(at, at + 500).map((change) => ({
        doc,
        first_seq: change.firstSeq,
        seq: change.seq,
        path: change.path,
        cue_id: change.cueId,
        change: JSON.stringify(change.change),
        session_id: change.sessionId,
        role: change.role,
        person_name: change.personName,
        first_at_ms: change.firstAtMs,
        at_ms: change.atMs,
      }))
      await step
        .insertInto('doc_changes')
        .values(values)
        .onConflict((conflict) =>
          conflict.columns(['doc', 'first_seq', 'path']).doUpdateSet((on) => ({
            seq: on.ref('excluded.seq'),
            change: on.ref('excluded.change'),
            at_ms: on.ref('excluded.at_ms'),
          })),
        )
        .execute()
    }
    return true
  })
}

/** The rows of the log behind a sequence number, oldest first. */
export async function readLog(
  database: Executor,
  doc: string,
  range: { afterSeq: number; toSeq?: number; limit: number },
): Promise<LoggedUpdate[]> {
  let select = database
    .selectFrom('doc_updates')
    .selectAll()
    .where('doc', '=', doc)
    .where('seq', '>', range.afterSeq)
  if (range.toSeq !== undefined) select = select.where('seq', '<=', range.toSeq)
  const rows = await select.orderBy('seq').limit(range.limit).execute()
  return rows.map((row) => ({
    seq: row.seq,
    update: row.update,
    sessionId: row.session_id,
    role: row.role,
    personName: row.person_name,
    paths: row.paths,
    atMs: row.at_ms,
  }))
}

/** The last row of the log, or the last until a time (epoch ms); null: there is none. */
export async function lastInLog(
  database: Executor,
  doc: string,
  until: { atMs?: number; seq?: number } = {},
): Promise<{ seq: number; atMs: number } | null> {
  let select = database.selectFrom('doc_updates').select(['seq', 'at_ms']).where('doc', '=', doc)
  if (until.atMs !== undefined) select = select.where('at_ms', '<=', until.atMs)
  if (until.seq !== undefined) select = select.where('seq', '<=', until.seq)
  const row = await select.orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return row ? { seq: row.seq, atMs: row.at_ms } : null
}
