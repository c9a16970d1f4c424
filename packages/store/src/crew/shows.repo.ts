import type { ShowCard } from '@stallcast/shared/protocol'
import { DomainError } from '@stallcast/shared/kernel'
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
