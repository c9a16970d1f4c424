import type { ShowCard } from '@stallcast/shared/protocol'
import { DomainError } from '@stallcast/shared/kernel'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'

export async function createShow(database: Executor, show: ShowCard): Promise<void> {
  await database
    .insertInto('shows')
    .values({
      id: show.id,
      slug: show.slug,
      title: show.title,
      subtitle: show.subtitle,
      currency: show.currency,
      time_zone: show.timeZone,
      planned_start_ms: show.plannedStartMs,
      archived_at: null,
    })
    .execute()
}

/** @throws DomainError `show.unknown` */
export async function readShow(database: Executor, showId: string): Promise<ShowCard> {
  return one(database, 'id', showId)
}

/** @throws DomainError `show.unknown` */
export async function readShowBySlug(database: Executor, slug: string): Promise<ShowCard> {
  return one(database, 'slug', slug)
}

export async function listShows(database: Executor): Promise<ShowCard[]> {
  const rows = await database.selectFrom('shows').selectAll().orderBy('created_at').execute()
  return rows.map(toCard)
}

/** A show as lists tell of it. `phase` is that of its clock: `idle` until the first GO. */
export type ShowStanding = {
  show: ShowCard
  phase: string
  /** A rehearsal is under way. */
  rehearsal: boolean
  archived: boolean
}

/** These shows, the latest planned first. */
export async function listShowStandings(
  database: Executor,
  showIds: readonly string[],
): Promise<ShowStanding[]> {
  if (showIds.length === 0) return []
  const rows = await database
    .selectFrom('shows')
    .leftJoin('show_state as clock', (join) =>
      join.onRef('clock.show_id', '=', 'shows.id').on('clock.domain', '=', 'clock'),
    )
    .leftJoin('show_state as rehearsal', (join) =>
      join.onRef('rehearsal.show_id', '=', 'shows.id').on('rehearsal.domain', '=', 'rehearsal'),
    )
    .selectAll('shows')
    .select([
      sql<string | null>`clock.state->>'phase'`.as('phase'),
      sql<string | null>`rehearsal.state->>'startedAtMs'`.as('rehearsal'),
    ])
    .where('shows.id', 'in', [...showIds])
    .orderBy('shows.planned_start_ms', 'desc')
    .execute()
  return rows.map((row) => ({
    show: toCard(row),
    phase: row.phase ?? 'idle',
    rehearsal: row.rehearsal !== null,
    archived: row.archived_at !== null,
  }))
}

export type ShowChange = Partial<
  Pick<ShowCard, 'title' | 'subtitle' | 'plannedStartMs' | 'timeZone'>
> & { archived?: boolean | undefined }

/** Only what is given changes; the address stays. @throws DomainError `show.unknown` */
export async function changeShow(
  database: Executor,
  showId: string,
  change: { [Field in keyof ShowChange]: ShowChange[Field] | undefined },
): Promise<ShowCard> {
  const archivedAt = change.archived ? new Date() : null
  const row = await database
    .updateTable('shows')
    .set((show) => ({
      title: change.title ?? show.ref('title'),
      subtitle: change.subtitle ?? show.ref('subtitle'),
      planned_start_ms: change.plannedStartMs ?? show.ref('planned_start_ms'),
      time_zone: change.timeZone ?? show.ref('time_zone'),
      archived_at: change.archived === undefined ? show.ref('archived_at') : archivedAt,
    }))
    .where('id', '=', showId)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new DomainError('show.unknown')
  return toCard(row)
}

/** An address that no show has: the wanted one, or with the tail behind it. */
export async function freeSlug(database: Executor, wanted: string, tail: string): Promise<string> {
  const taken = await database
    .selectFrom('shows')
    .select('id')
    .where('slug', '=', wanted)
    .executeTakeFirst()
  return taken ? `${wanted}-${tail}` : wanted
}

async function one(database: Executor, column: 'id' | 'slug', value: string): Promise<ShowCard> {
  const row = await database
    .selectFrom('shows')
    .selectAll()
    .where(column, '=', value)
    .executeTakeFirst()
  if (!row) throw new DomainError('show.unknown')
  return toCard(row)
}

type ShowRow = {
  id: string
  slug: string
  title: string
  subtitle: string
  currency: string
  time_zone: string
  planned_start_ms: number
}

function toCard(row: ShowRow): ShowCard {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    subtitle: row.subtitle,
    currency: row.currency,
    timeZone: row.time_zone,
    plannedStartMs: row.planned_start_ms,
  }
}
