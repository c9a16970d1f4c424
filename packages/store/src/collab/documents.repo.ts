import { sql } from 'kysely'
import type { Database } from '../database.ts'

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

/** The document log on Postgres; the contract is `apps/relay/src/collab/document-log.contract.ts`. */
export function createDocumentLog(database: Database) {
  return {
    async load(doc: string): Promise<StoredDocument> {
      const snapshot = await database
        .selectFrom('doc_snapshots')
        .select(['seq', 'state'])
        .where('doc', '=', doc)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      const updates = await database
        .selectFrom('doc_updates')
        .select(['seq', 'update'])
        .where('doc', '=', doc)
        .where('seq', '>', snapshot?.seq ?? 0)
        .orderBy('seq')
        .execute()
      return { snapshot: snapshot ?? null, updates }
    },

    /**
     * Appends in one round trip, all or nothing. A sequence number that is taken is refused by the
     * primary key: somebody else writes this document, and the caller must load it again.
     */
    async append(doc: string, entries: readonly LoggedUpdate[]): Promise<void> {
      if (entries.length === 0) return
      await database
        .insertInto('doc_updates')
        .values(
          entries.map((entry) => ({
            doc,
            seq: entry.seq,
            update: asBuffer(entry.update),
            session_id: entry.sessionId,
            role: entry.role,
            person_name: entry.personName,
            paths: [...entry.paths],
            at_ms: entry.atMs,
          })),
        )
        .execute()
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
      return rows.map((row) => ({
        seq: row.seq,
        update: row.update,
        sessionId: row.session_id,
        role: row.role,
        personName: row.person_name,
        paths: row.paths,
        atMs: row.at_ms,
      }))
    },
  }
}

export type PostgresDocumentLog = ReturnType<typeof createDocumentLog>

/** node-postgres writes only a Buffer as bytea. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
