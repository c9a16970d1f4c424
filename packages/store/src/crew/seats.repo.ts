import { randomUUID } from 'node:crypto'
import { seatCookieName, type Role, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { Database } from '../database.ts'
import { signToken, verifyToken } from './seat-tokens.ts'

const seatDays = 7

export type OpenedSeat = { seat: Seat; cookie: { name: string; value: string; expires: Date } }

/** The text that goes into a link. It stops working when the invite expires or is revoked. */
export function inviteToken(
  secret: string,
  invite: { id: string; expiresAt: Date },
): Promise<string> {
  return signToken(secret, 'invite', invite.id, invite.expiresAt)
}

/**
 * Takes a seat with a link: one new session each time it is opened.
 * @throws DomainError `auth.invalid`, `auth.expired`, `auth.revoked`
 */
export async function openInvite(
  database: Database,
  secret: string,
  token: string,
): Promise<OpenedSeat> {
  const inviteId = await verifyToken(secret, 'invite', token)
  const invite = await database
    .selectFrom('invites')
    .selectAll()
    .where('id', '=', inviteId)
    .executeTakeFirst()
  if (!invite) throw new DomainError('auth.invalid')
  if (invite.revoked_at) throw new DomainError('auth.revoked')
  if (invite.expires_at.getTime() <= Date.now()) throw new DomainError('auth.expired')
  const expires = new Date(
    Math.min(invite.expires_at.getTime(), Date.now() + seatDays * 86_400_000),
  )
  const seat: Seat = {
    sessionId: randomUUID(),
    showId: invite.show_id,
    role: invite.role as Role,
    personName: invite.label,
    tint: invite.tint,
  }
  await database
    .insertInto('sessions')
    .values({
      id: seat.sessionId,
      invite_id: invite.id,
      show_id: seat.showId,
      role: seat.role,
      person_name: seat.personName,
      tint: seat.tint,
      expires_at: expires,
      revoked_at: null,
    })
    .execute()
  const value = await signToken(secret, 'session', seat.sessionId, expires)
  return { seat, cookie: { name: seatCookieName(seat.showId, seat.role), value, expires } }
}

/**
 * The seat behind a session token, as its row says now.
 * @throws DomainError `auth.missing`, `auth.invalid`, `auth.expired`, `auth.revoked`
 */
export async function readSeat(
  database: Database,
  secret: string,
  token: string | undefined,
  wanted: { showId: string; role: Role },
): Promise<Seat> {
  if (!token) throw new DomainError('auth.missing')
  const sessionId = await verifyToken(secret, 'session', token)
  const row = await database
    .selectFrom('sessions')
    .innerJoin('invites', 'invites.id', 'sessions.invite_id')
    .selectAll('sessions')
    .select(['invites.revoked_at as invite_revoked_at'])
    .where('sessions.id', '=', sessionId)
    .executeTakeFirst()
  if (!row || row.show_id !== wanted.showId || row.role !== wanted.role) {
    throw new DomainError('auth.invalid')
  }
  if (row.revoked_at || row.invite_revoked_at) throw new DomainError('auth.revoked')
  if (row.expires_at.getTime() <= Date.now()) throw new DomainError('auth.expired')
  return {
    sessionId: row.id,
    showId: row.show_id,
    role: row.role as Role,
    personName: row.person_name,
    tint: row.tint,
  }
}

export async function renameSeat(
  database: Database,
  sessionId: string,
  personName: string,
): Promise<void> {
  await database
    .updateTable('sessions')
    .set({ person_name: personName })
    .where('id', '=', sessionId)
    .execute()
}
