import { parseSeatClaim, seatCookieName } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import { readSeat } from '@stallcast/store/crew'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { serverContext } from '#lib/server/context.ts'

export const handle: Handle = ({ event, resolve }) => {
  event.locals.seat = async (showId, claimed) => {
    const { database, config } = serverContext()
    const claim = parseSeatClaim(claimed)
    if (!claim) throw new DomainError('auth.invalid')
    const token = event.cookies.get(seatCookieName(showId, claim.role, claim.inviteId))
    return readSeat(database, config.STALLCAST_SECRET, token, { showId, ...claim })
  }
  return resolve(event)
}

/** Refusals keep their own words; a bug is logged and says no more than that it was. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'unknown') {
    serverContext().log.error({ err: error, path: event.url.pathname }, 'failed')
    if (saysDiskFull(error)) {
      return {
        message:
          'The disk of the server is full, so nothing can be saved. Free some, then try again.',
        code: 'disk-full',
      }
    }
    return { message: 'Something broke on our side. It was logged.', code: 'internal' }
  }
  if (kind === 'framework' && error.status === 404) {
    return { message: 'No page has this address. Open the link you were given.', code: 'not-found' }
  }
}

/** PostgreSQL's code for it, or the system's. */
function saysDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(53100|ENOSPC)$/.test(String(error.code))
}
