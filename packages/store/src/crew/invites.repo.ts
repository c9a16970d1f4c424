import { randomUUID } from 'node:crypto'
import { viewGrantSchema, type Role, type ViewGrant } from '@stallcast/shared/crew'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'

export type Invite = {
  id: string
  showId: string
  role: Role
  label: string
  tint: number
  expiresAt: Date
  revokedAt: Date | null
  /** What an observer's link lets its holder see and write; null for every other role. */
  view: ViewGrant | null
}

/** A link of an observer has a grant, any other has none; the table itself refuses the rest. */
export async function createInvite(
  database: Executor,
  invite: {
    showId: string
    role: Role
    label: string
    tint: number
    expiresAt: Date
    view?: ViewGrant | null
  },
): Promise<Invite> {
  const id = randomUUID()
  const view = invite.view ?? null
  await database
    .insertInto('invites')
    .values({
      id,
      show_id: invite.showId,
      role: invite.role,
      label: invite.label,
      tint: invite.tint,
      expires_at: invite.expiresAt,
      revoked_at: null,
      view_grant: view && JSON.stringify(view),
    })
    .execute()
  return { id, ...invite, view, revokedAt: null }
}

export async function listInvites(database: Executor, showId: string): Promise<Invite[]> {
  const rows = await database
    .selectFrom('invites')
    .selectAll()
    .where('show_id', '=', showId)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    showId: row.show_id,
    role: row.role as Role,
    label: row.label,
    tint: row.tint,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    view: row.view_grant === null ? null : viewGrantSchema.parse(row.view_grant),
  }))
}

/** The channel that hears the id of each show in which a seat was withdrawn or what it may see has changed. */
export const seatsChannel = 'seats'

/** Withdraws a link and every seat that was taken with it. Answers the sessions that end. */
export async function revokeInvite(database: Executor, inviteId: string): Promise<string[]> {
  const now = new Date()
  const withdrawn = await database
    .updateTable('invites')
    .set({ revoked_at: now })
    .where('id', '=', inviteId)
    .where('revoked_at', 'is', null)
    .returning('show_id')
    .execute()
  const ended = await database
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('invite_id', '=', inviteId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  for (const { show_id } of withdrawn) await tellSeats(database, show_id)
  return ended.map((row) => row.id)
}

/** Changes what a standing observer's link lets its holders see and write. @returns whether there was one */
export async function changeGrant(
  database: Executor,
  inviteId: string,
  view: ViewGrant,
): Promise<boolean> {
  const changed = await database
    .updateTable('invites')
    .set({ view_grant: JSON.stringify(view) })
    .where('id', '=', inviteId)
    .where('role', '=', 'observer')
    .where('revoked_at', 'is', null)
    .returning('show_id')
    .execute()
  for (const { show_id } of changed) await tellSeats(database, show_id)
  return changed.length > 0
}

/** What a link grants now; null when it is no observer's, or was withdrawn, or has expired. */
export async function readGrant(database: Executor, inviteId: string): Promise<ViewGrant | null> {
  const row = await database
    .selectFrom('invites')
    .select('view_grant')
    .where('id', '=', inviteId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date())
    .executeTakeFirst()
  return row?.view_grant ? viewGrantSchema.parse(row.view_grant) : null
}

async function tellSeats(database: Executor, showId: string): Promise<void> {
  await sql`select pg_notify(${seatsChannel}, ${showId})`.execute(database)
}
