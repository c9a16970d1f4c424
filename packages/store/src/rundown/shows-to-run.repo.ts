import { sql } from 'kysely'
import type { Database } from '../database.ts'

/** Every show, those on air first: what a relay has to see to. */
export async function listShowsToRun(
  database: Database,
): Promise<{ showId: string; isOnAir: boolean }[]> {
  const rows = await database
    .selectFrom('shows')
    .leftJoin('show_state', (join) =>
      join.onRef('show_state.show_id', '=', 'shows.id').on('show_state.domain', '=', 'clock'),
    )
    .select(['shows.id', sql<string | null>`show_state.state->>'phase'`.as('phase')])
    .orderBy('shows.created_at')
    .execute()
  const shows = rows.map(({ id, phase }) => ({
    showId: id,
    isOnAir: phase === 'running' || phase === 'held',
  }))
  return shows.toSorted((a, b) => Number(b.isOnAir) - Number(a.isOnAir))
}
