import { createHash } from 'node:crypto'
import { CompiledQuery, sql } from 'kysely'
import type { Database, Executor } from '../database.ts'
import type { CollabTables } from './collab.tables.ts'

/** One accepted edit. `update` is a Yjs V1 update; `paths` are what it touches, such as `cues/{id}/title`. */
export type LoggedUpdate = {
  seq: number
  update: Uint8Array
  sessionId: string | null
  role: string | null
  personName: string
  paths: readonly string[]
  atMs: number
}

export type StoredDocument = {
  snapshot: { seq: number; state: Uint8Array } | null
  /** Everything after the snapshot, oldest first. */
  updates: { seq: number; update: Uint8Array }[]
}

/** A snapshot is a shortcut: the log holds everything, so only the newest few are kept. */
const keptSnapshots = 3

/** One round trip, and one moment: no snapshot can come between the two. */
const loadStatement = `
  with newest as (
    select seq, state from doc_snapshots where doc = $1 order by seq desc limit 1
  )
  select true as is_snapshot, seq, state as bytes from newest
  union all
  select false, seq, update from doc_updates
  where doc = $1 and seq > coalesce((select seq from newest), 0)
  order by seq`
type StoredPart = { is_snapshot: boolean; seq: number; bytes: Buffer }
const toUpdate = ({ seq, bytes }: StoredPart) => ({ seq, update: bytes })

/** Turns of up to so many rows are prepared: nearly all. */
const preparedRows = 16

/** A relay that holds a document and does not answer must not hold up the others for long. */
const turnLimitMs = 5_000

/** The document log on Postgres; the contract is `apps/relay/src/collab/document-log.contract.ts`. */
export function createDocumentLog(database: Database) {
  // There by the time the first person comes.
  database.kept.open()
  return {
    async load(doc: string): Promise<StoredDocument> {
      const rows = await database.kept.run<StoredPart>({ text: loadStatement, values: [doc] })
      const [first, ...rest] = rows
      if (!first?.is_snapshot) return { snapshot: null, updates: rows.map(toUpdate) }
      return { snapshot: { seq: first.seq, state: first.bytes }, updates: rest.map(toUpdate) }
    },

    /**
     * Appends in one round trip, all or nothing. A sequence number that is taken is refused by the
     * primary key: somebody else writes this document, and the caller must load it again.
     */
    async append(doc: string, entries: readonly LoggedUpdate[]): Promise<void> {
      if (entries.length === 0) return
      const { length } = entries
      await database.kept.run({
        ...(length <= preparedRows && { name: `append ${length}` }),
        text: insertStatement(length),
        values: insertValues(doc, entries),
      })
    },

    /**
     * One turn of a relay at a document that several relays write: under the document's lock `turn` is handed
     * what was appended after `afterSeq` and answers with what to append. Whoever holds the lock sees all
     * that was ever committed, so the numbers follow on; nothing is kept when `turn` throws.
     */
    async appendInTurn(
      doc: string,
      afterSeq: number,
      turn: (missed: LoggedUpdate[]) => readonly LoggedUpdate[],
    ): Promise<void> {
      await database.transaction().execute(async (trx) => {
        // One message, three statements. The rows are read by a later one: it sees what was committed while
        // this one waited for the lock.
        await sql
          .raw(
            `set local lock_timeout = ${turnLimitMs};
             set local idle_in_transaction_session_timeout = ${turnLimitMs};
             select pg_advisory_xact_lock(${lockNumber(doc)})`,
          )
          .execute(trx)
        await appendUpdates(trx, doc, turn(await updatesAfter(trx, doc, afterSeq)))
      })
    },

    /** What was appended after a sequence number, oldest first. */
    after: (doc: string, seq: number): Promise<LoggedUpdate[]> => updatesAfter(database, doc, seq),

    /** The last sequence number of each of these documents that has any. */
    async heads(docs: readonly string[]): Promise<Map<string, number>> {
      if (docs.length === 0) return new Map()
      // One look into the index per document, however long its log is.
      const { rows } = await sql<{ doc: string; seq: number }>`
        select wanted.doc, newest.seq from unnest(${[...docs]}::text[]) as wanted(doc)
        cross join lateral (
          select seq from doc_updates where doc = wanted.doc order by seq desc limit 1
        ) as newest`.execute(database)
      return new Map(rows.map((row) => [row.doc, row.seq]))
    },

    async snapshot(doc: string, seq: number, state: Uint8Array, atMs: number): Promise<void> {
      await database
        .insertInto('doc_snapshots')
        .values({ doc, seq, state: asBuffer(state), at_ms: atMs })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await database
        .deleteFrom('doc_snapshots')
        .where('doc', '=', doc)
        .where('seq', 'not in', (query) =>
          query
            .selectFrom('doc_snapshots')
            .select('seq')
            .where('doc', '=', doc)
            .orderBy('seq', 'desc')
            .limit(keptSnapshots),
        )
        .execute()
    },

    /** The audit, newest first: who changed what, optionally of one path (`cues/{id}/title`). */
    async history(
      doc: string,
      options: { path?: string; beforeSeq?: number; limit?: number } = {},
    ): Promise<LoggedUpdate[]> {
      let query = database.selectFrom('doc_updates').selectAll().where('doc', '=', doc)
      if (options.path !== undefined)
        query = query.where(sql<boolean>`paths @> array[${options.path}]::text[]`)
      if (options.beforeSeq !== undefined) query = query.where('seq', '<', options.beforeSeq)
      const rows = await query
        .orderBy('seq', 'desc')
        .limit(options.limit ?? 100)
        .execute()
      return rows.map(toLoggedUpdate)
    },
  }
}

export type PostgresDocumentLog = ReturnType<typeof createDocumentLog>

/** node-postgres writes only a Buffer as bytea. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Appends within a transaction of the caller's. */
export async function appendUpdates(
  executor: Executor,
  doc: string,
  entries: readonly LoggedUpdate[],
): Promise<void> {
  if (entries.length === 0) return
  const statement = insertStatement(entries.length)
  await executor.executeQuery(CompiledQuery.raw(statement, insertValues(doc, entries)))
}

function insertValues(doc: string, entries: readonly LoggedUpdate[]): unknown[] {
  return entries.flatMap((entry) => [
    doc,
    entry.seq,
    asBuffer(entry.update),
    entry.sessionId,
    entry.role,
    entry.personName,
    entry.paths,
    entry.atMs,
  ])
}

const insertStatements = new Map<number, string>()

/** Written out once per number of rows: it runs at every turn of every document. */
function insertStatement(rows: number): string {
  const known = insertStatements.get(rows)
  if (known !== undefined) return known
  const columns = 'doc, seq, update, session_id, role, person_name, paths, at_ms'
  const width = columns.split(',').length
  const row = (index: number) =>
    `(${Array.from({ length: width }, (_, column) => `$${index * width + column + 1}`).join(', ')})`
  const values = Array.from({ length: rows }, (_, index) => row(index)).join(', ')
  const statement = `insert into doc_updates (${columns}) values ${values}`
  insertStatements.set(rows, statement)
  return statement
}

async function updatesAfter(executor: Executor, doc: string, seq: number): Promise<LoggedUpdate[]> {
  const rows = await executor
    .selectFrom('doc_updates')
    .selectAll()
    .where('doc', '=', doc)
    .where('seq', '>', seq)
    .orderBy('seq')
    .execute()
  return rows.map(toLoggedUpdate)
}

function toLoggedUpdate(row: CollabTables['doc_updates']): LoggedUpdate {
  return {
    seq: row.seq,
    update: row.update,
    sessionId: row.session_id,
    role: row.role,
    personName: row.person_name,
    paths: row.paths,
    atMs: row.at_ms,
  }
}

/** A document's advisory lock: 64 bits of its name's hash. Two that share one would only wait for each other. */
function lockNumber(doc: string): string {
  return (createHash('sha256').update(`document ${doc}`).digest().readBigInt64BE() >> 1n).toString()
}
