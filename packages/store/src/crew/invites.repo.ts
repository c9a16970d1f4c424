import { randomUUID } from 'node:crypto'
import type { Role } from '@stallcast/shared/crew'
import type { Executor } from '../database.ts'

export type Invite = {
  id: string
  showId: string
  role: Role
  label: string
  tint: number
  expiresAt: Date
  revokedAt: Date | null
}

export async function createInvite(
  database: Executor,
  invite: { showId: string; role: Role; label: string; tint: number; expiresAt: Date },
): Promise<Invite> {
  const id = randomUUID()
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
    })
    .execute()
  return { id, ...invite, revokedAt: null }
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
  }))
}

/** The channel that hears the id of each show in which a seat was withdrawn. */
export const seatsChannel = 'seats'

/** Withdraws a link and every seat that was taken with it. Answers the sessions that end. */
export async function revokeInvite(database: Executor, inviteId: string): Promise<string[]> {
  await database
    .updateTable('invites')
    .set({ revoked_at: new Date() })
    .where('id', '=', inviteId)
    .where('revoked_at', 'is', null)
    .execute()
  const ended = await database
    .updateTable('sessions')
    .set({ revoked_at: new Date() })
    .where('invite_id', '=', inviteId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  return ended.map((row) => row.id)
}
