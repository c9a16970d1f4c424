import type { Executor } from '../database.ts'

/** A file of a show. Its bytes lie under its hash (hex SHA-256). */
export type ShowFile = {
  id: string
  showId: string
  sha256: string
  name: string
  mime: string
  sizeBytes: number
  createdBy: string
  createdAtMs: number
}

export async function saveFile(database: Executor, file: ShowFile): Promise<void> {
  await database
    .insertInto('show_files')
    .values({
      id: file.id,
      show_id: file.showId,
      sha256: file.sha256,
      name: file.name,
      mime: file.mime,
      size_bytes: file.sizeBytes,
      created_by: file.createdBy,
      created_at_ms: file.createdAtMs,
    })
    .execute()
}

export async function readFile(
  database: Executor,
  showId: string,
  fileId: string,
): Promise<ShowFile | null> {
  const row = await database
    .selectFrom('show_files')
    .selectAll()
    .where('show_id', '=', showId)
    .where('id', '=', fileId)
    .executeTakeFirst()
  return row
    ? {
        id: row.id,
        showId: row.show_id,
        sha256: row.sha256,
        name: row.name,
        mime: row.mime,
        sizeBytes: row.size_bytes,
        createdBy: row.created_by,
        createdAtMs: row.created_at_ms,
      }
    : null
}

/** Bytes of all files of a show; the same content counts once. */
export async function bytesOfShow(database: Executor, showId: string): Promise<number> {
  const rows = await database
    .selectFrom('show_files')
    .select(({ fn }) => fn.max('size_bytes').as('bytes'))
    .where('show_id', '=', showId)
    .groupBy('sha256')
    .execute()
  return rows.reduce((sum, { bytes }) => sum + bytes, 0)
}
