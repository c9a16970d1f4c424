import type { Executor } from '../database.ts'

/** A looped file that is a source of a show. `file` is absolute or relative to the data folder. */
export type ShowSource = { sourceId: string; number: number | null; label: string; file: string }

export async function listShowSources(database: Executor, showId: string): Promise<ShowSource[]> {
  const rows = await database
    .selectFrom('show_sources')
    .selectAll()
    .where('show_id', '=', showId)
    .orderBy('number')
    .execute()
  return rows.map(({ source_id, number, label, file }) => ({
    sourceId: source_id,
    number,
    label,
    file,
  }))
}

/** Adds or replaces the sources of a show; those not named stay. */
export async function saveShowSources(
  database: Executor,
  showId: string,
  sources: readonly ShowSource[],
): Promise<void> {
  if (sources.length === 0) return
  await database
    .insertInto('show_sources')
    .values(
      sources.map(({ sourceId, number, label, file }) => ({
        show_id: showId,
        source_id: sourceId,
        number,
        label,
        file,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['show_id', 'source_id']).doUpdateSet((row) => ({
        number: row.ref('excluded.number'),
        label: row.ref('excluded.label'),
        file: row.ref('excluded.file'),
      })),
    )
    .execute()
}
