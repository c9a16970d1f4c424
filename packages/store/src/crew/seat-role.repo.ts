import { isCrew, type crewRoles, type Role } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { Database } from '../database.ts'
import { verifyToken } from './seat-tokens.ts'

/**
 * Gives a seat of the crew another role. It stays the same session, so that the log goes on naming the same
 * person; their link gives the new role from now on, too.
 * @returns the role it had
 * @throws DomainError `seat.unknown` for one that is not of the crew, has ended, or is in another show
 */
export async function changeSeatRole(
  database: Database,
  change: { showId: string; sessionId: string; role: (typeof crewRoles)[number] },
): Promise<Role> {
  return database.transaction().execute(async (step) => {
    const row = await step
      .selectFrom('sessions')
      .select(['role', 'invite_id', 'revoked_at', 'expires_at'])
      .where('id', '=', change.sessionId)
      .where('show_id', '=', change.showId)
      .forUpdate()
      .executeTakeFirst()
    const stands = row && !row.revoked_at && row.expires_at.getTime() > Date.now()
    if (!stands || !isCrew(row.role as Role)) throw new DomainError('seat.unknown')
    await step
      .updateTable('sessions')
      .set({ role: change.role })
      .where('id', '=', change.sessionId)
      .execute()
    // Otherwise whoever opens the link again takes the old role back.
    await step
      .updateTable('invites')
      .set({ role: change.role })
      .where('id', '=', row.invite_id)
      .execute()
    return row.role as Role
  })
}

/**
 * The role that the seat behind a session token has now, and how long its cookie lasts.
 * @throws DomainError `auth.missing`, `auth.invalid`, `auth.expired`, `auth.revoked`
 */
export async function readSeatRole(
  database: Database,
  secret: string,
  token: string | undefined,
  showId: string,
): Promise<{ role: Role; expires: Date }> {
  if (!token) throw new DomainError('auth.missing')
  const sessionId = await verifyToken(secret, 'session', token)
  const row = await database
    .selectFrom('sessions')
    .innerJoin('invites', 'invites.id', 'sessions.invite_id')
    .select(['sessions.role', 'sessions.expires_at', 'sessions.revoked_at'])
    .select('invites.revoked_at as invite_revoked_at')
    .where('sessions.id', '=', sessionId)
    .where('sessions.show_id', '=', showId)
    .executeTakeFirst()
  if (!row) throw new DomainError('auth.invalid')
  if (row.revoked_at || row.invite_revoked_at) throw new DomainError('auth.revoked')
  return { role: row.role as Role, expires: row.expires_at }
}
