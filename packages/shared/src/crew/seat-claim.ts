import { invitedRoles, roleSchema, type Role } from './role.schema.ts'
import type { Seat } from './seat.schema.ts'

/** Which of a browser's seats a call means: `?as=`. An observer holds one seat for each link. */
export type SeatClaim = { role: Role; inviteId: string | null }

const linkPattern = /^[A-Za-z0-9-]{1,64}$/

/** `producer`, or `observer.{inviteId}`: what stands behind `?as=`. */
export function seatClaim(seat: Pick<Seat, 'role' | 'inviteId'>): string {
  return seat.role === 'observer' ? `observer.${seat.inviteId ?? ''}` : seat.role
}

/** Null for what names no seat. */
export function parseSeatClaim(text: string): SeatClaim | null {
  const [name, inviteId = null, ...rest] = text.split('.')
  const role = roleSchema.safeParse(name).data
  if (role === undefined || rest.length > 0) return null
  if (role !== 'observer') return inviteId === null ? { role, inviteId } : null
  return inviteId !== null && linkPattern.test(inviteId) ? { role, inviteId } : null
}

/**
 * One cookie per show and role, so that a browser can hold several seats at once; an observer's has its link
 * in the name, so that two views of one show stay apart (VW2).
 */
export function seatCookieName(showId: string, role: Role, inviteId: string | null = null): string {
  return `sc_seat_${showId}_${role}${role === 'observer' ? `_${inviteId ?? ''}` : ''}`
}

const cookiePattern = new RegExp(
  `^sc_seat_([A-Za-z0-9_-]{1,64})_(${invitedRoles.join('|')})(?:_([A-Za-z0-9-]{1,64}))?$`,
)

/** The seat that a cookie of this name is for; null for any other cookie. */
export function parseSeatCookie(name: string): (SeatClaim & { showId: string }) | null {
  const [, showId, roleName, inviteId = null] = cookiePattern.exec(name) ?? []
  const role = roleSchema.safeParse(roleName).data
  if (showId === undefined || role === undefined) return null
  return (role === 'observer') === (inviteId !== null) ? { showId, role, inviteId } : null
}
