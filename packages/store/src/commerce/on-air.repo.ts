import { slateSourceId } from '@stallcast/shared/media'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'
import { readState } from '../rundown/index.ts'

export type OnAir = {
  cueId: string | null
  cueTitle: string | null
  sourceId: string | null
  sourceLabel: string | null
}

/** What the show is showing at this moment, from its live state: an order remembers it (CO12). */
export async function readOnAir(database: Executor, showId: string): Promise<OnAir> {
  const clock = await readState<{ cue?: { id: string; title: string } | null }>(
    database,
    showId,
    'clock',
  )
  const bus = await readState<{ onAirSourceId?: string }>(database, showId, 'bus')
  const sourceId = bus?.state.onAirSourceId ?? null
  return {
    cueId: clock?.state.cue?.id ?? null,
    cueTitle: clock?.state.cue?.title ?? null,
    sourceId,
    sourceLabel: sourceId === null ? null : await readSourceLabel(database, showId, sourceId),
  }
}

/** The label that the source had when it was last taken. */
async function readSourceLabel(
  database: Executor,
  showId: string,
  sourceId: string,
): Promise<string> {
  const row = await database
    .selectFrom('show_events')
    .select(sql<string | null>`data ->> 'label'`.as('label'))
    .where('show_id', '=', showId)
    .where('type', '=', 'sourceTaken')
    .where(sql`data ->> 'sourceId'`, '=', sourceId)
    .orderBy('at_ms', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.label ?? (sourceId === slateSourceId ? 'Slate' : sourceId)
}
