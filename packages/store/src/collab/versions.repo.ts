import { randomUUID } from 'node:crypto'
import type { DocumentKind, NamedVersion } from '@stallcast/shared/rundown'
import type { Executor } from '../database.ts'

/** The named versions of a show's document, newest state first. */
export async function listVersions(
  database: Executor,
  showId: string,
  kind: DocumentKind,
): Promise<NamedVersion[]> {
  const rows = await database
    .selectFrom('doc_versions')
    .selectAll()
    .where('show_id', '=', showId)
    .where('kind', '=', kind)
    .where('deleted_at', 'is', null)
    .orderBy('seq', 'desc')
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind as DocumentKind,
    seq: row.seq,
    atMs: row.at_ms,
    namedBy: row.named_by,
  }))
}

export async function nameVersion(
  database: Executor,
  version: Omit<NamedVersion, 'id'> & { showId: string; sessionId: string },
): Promise<void> {
  await database
    .insertInto('doc_versions')
    .values({
      id: randomUUID(),
      show_id: version.showId,
      kind: version.kind,
      seq: version.seq,
      at_ms: version.atMs,
      name: version.name,
      named_by: version.namedBy,
      session_id: version.sessionId,
      deleted_at: null,
    })
    .execute()
}

/** Takes the name off; the version itself stays in the log. @returns whether there was one */
export async function dropVersion(
  database: Executor,
  showId: string,
  versionId: string,
): Promise<boolean> {
  const done = await database
    .updateTable('doc_versions')
    .set({ deleted_at: new Date() })
    .where('id', '=', versionId)
    .where('show_id', '=', showId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}
