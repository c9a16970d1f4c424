import { seatCookieName } from '@stallcast/shared/crew'
import { readSeat } from '@stallcast/store/crew'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { serverContext } from '#lib/server/context.ts'

export const handle: Handle = ({ event, resolve }) => {
  event.locals.seat = (showId, role) => {
    const { database, config } = serverContext()
    const token = event.cookies.get(seatCookieName(showId, role))
    return readSeat(database, config.STALLCAST_SECRET, token, { showId, role })
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
