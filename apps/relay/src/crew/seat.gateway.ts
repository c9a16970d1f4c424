import type { IncomingMessage } from 'node:http'
import { parseSeatClaim, seatCookieName, type Seat, type SeatClaim } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import { readSeat, readShow } from '@stallcast/store/crew'
import { parseCookie } from 'cookie'

export type SeatGate = {
  /**
   * The seat that a request claims for a show.
   * @param claim what stands behind `?as=`: a role, or `observer.{inviteId}`; none: a viewer
   * @throws DomainError `auth.*`, `show.unknown`
   */
  seat(request: IncomingMessage, showId: string, claim: string | null | undefined): Promise<Seat>
}

let viewers = 0

/**
 * Every entry of the relay asks here first. A viewer needs no invite: a show page is public; any other
 * role needs the cookie that its link gave.
 */
export function createSeatGate(deps: { database: Database; secret: string }): SeatGate {
  return {
    async seat(request, showId, claimed) {
      demandSameOrigin(request)
      const claim = parseSeatClaim(claimed ?? 'viewer')
      if (!claim) throw new DomainError('auth.invalid')
      if (claim.role === 'viewer') return viewerSeat(deps.database, showId)
      const token = cookieOf(request, showId, claim)
      return readSeat(deps.database, deps.secret, token, { showId, ...claim })
    },
  }
}

async function viewerSeat(database: Database, showId: string): Promise<Seat> {
  await readShow(database, showId)
  viewers += 1
  return { sessionId: `viewer-${viewers}`, showId, role: 'viewer', personName: 'Viewer', tint: 0 }
}

function cookieOf(request: IncomingMessage, showId: string, claim: SeatClaim): string | undefined {
  const name = seatCookieName(showId, claim.role, claim.inviteId)
  return parseCookie(request.headers.cookie ?? '')[name]
}

/**
 * A browser names the page that calls; it must be ours (a seat is a cookie, so another site could use it
 * otherwise). The proxy in front passes the public host on.
 */
function demandSameOrigin(request: IncomingMessage): void {
  const origin = request.headers.origin
  if (!origin || origin === 'null') return
  const forwarded = request.headers['x-forwarded-host']
  const host = (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? request.headers.host
  if (!URL.canParse(origin) || new URL(origin).host !== host) throw new DomainError('auth.origin')
}
