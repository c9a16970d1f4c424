import { randomUUID } from 'node:crypto'
import {
  seatCookieName,
  viewGrantSchema,
  type Role,
  type Seat,
  type SeatClaim,
} from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { Executor } from '../database.ts'
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
 * Takes a seat with a link. A browser that holds a seat of this very link keeps it, so that a guest who opens
 * the link again is the same source; any other gets a new session.
 * @param heldSession finds the session token that the browser holds for a show and role
 * @throws DomainError `auth.invalid`, `auth.expired`, `auth.revoked`
 */
export async function openInvite(
  database: Executor,
  secret: string,
  token: string,
  heldSession: (cookieName: string) => string | undefined = () => undefined,
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
  const cookieName = seatCookieName(invite.show_id, invite.role as Role, invite.id)
  const held = await readHeld(database, secret, heldSession(cookieName), invite.id)
  if (held) return held
  const expires = new Date(
    Math.min(invite.expires_at.getTime(), Date.now() + seatDays * 86_400_000),
  )
  const seat: Seat = {
    sessionId: randomUUID(),
    showId: invite.show_id,
    role: invite.role as Role,
    personName: invite.label,
    tint: invite.tint,
    ...linkOf(invite),
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
  return { seat, cookie: { name: cookieName, value, expires } }
}

/** The seat that a browser holds of this link already, if it is still good. */
async function readHeld(
  database: Executor,
  secret: string,
  token: string | undefined,
  inviteId: string,
): Promise<OpenedSeat | null> {
  if (!token) return null
  const sessionId = await verifyToken(secret, 'session', token).catch(() => null)
  if (!sessionId) return null
  const row = await database
    .selectFrom('sessions')
    .innerJoin('invites', 'invites.id', 'sessions.invite_id')
    .selectAll('sessions')
    .select('invites.view_grant')
    .where('sessions.id', '=', sessionId)
    .where('sessions.invite_id', '=', inviteId)
    .where('sessions.revoked_at', 'is', null)
    .executeTakeFirst()
  if (!row || row.expires_at.getTime() <= Date.now()) return null
  const seat = seatOf(row)
  const name = seatCookieName(seat.showId, seat.role, inviteId)
  return { seat, cookie: { name, value: token, expires: row.expires_at } }
}

function seatOf(row: {
  id: string
  invite_id: string
  show_id: string
  role: string
  person_name: string
  tint: number
  view_grant: unknown
}): Seat {
  return {
    sessionId: row.id,
    showId: row.show_id,
    role: row.role as Role,
    personName: row.person_name,
    tint: row.tint,
    ...linkOf({ id: row.invite_id, view_grant: row.view_grant }),
  }
}

/** What an observer's seat has of its link; nothing for any other role. */
function linkOf(invite: { id: string; view_grant: unknown }): Pick<Seat, 'inviteId' | 'view'> {
  if (invite.view_grant === null || invite.view_grant === undefined) return {}
  return { inviteId: invite.id, view: viewGrantSchema.parse(invite.view_grant) }
}

/**
 * The seat behind a session token, as its row says now; an observer's with what its link grants now.
 * @throws DomainError `auth.missing`, `auth.invalid`, `auth.expired`, `auth.revoked`, `auth.role-changed`
 */
export async function readSeat(
  database: Executor,
  secret: string,
  token: string | undefined,
  wanted: { showId: string; role: Role; inviteId?: SeatClaim['inviteId'] | undefined },
): Promise<Seat> {
  if (!token) throw new DomainError('auth.missing')
  const sessionId = await verifyToken(secret, 'session', token)
  const row = await database
    .selectFrom('sessions')
    .innerJoin('invites', 'invites.id', 'sessions.invite_id')
    .selectAll('sessions')
    .select(['invites.revoked_at as invite_revoked_at', 'invites.view_grant'])
    .where('sessions.id', '=', sessionId)
    .executeTakeFirst()
  if (!row || row.show_id !== wanted.showId) throw new DomainError('auth.invalid')
  if (row.role === 'observer' && row.invite_id !== wanted.inviteId) {
    throw new DomainError('auth.invalid')
  }
  if (row.revoked_at || row.invite_revoked_at) throw new DomainError('auth.revoked')
  if (row.expires_at.getTime() <= Date.now()) throw new DomainError('auth.expired')
  // The producer gave this seat another role: the browser takes its cookie along to that one's name.
  if (row.role !== wanted.role) throw new DomainError('auth.role-changed', { role: row.role })
  return seatOf(row)
}

export async function renameSeat(
  database: Executor,
  sessionId: string,
  personName: string,
): Promise<void> {
  await database
    .updateTable('sessions')
    .set({ person_name: personName })
    .where('id', '=', sessionId)
    .execute()
}
