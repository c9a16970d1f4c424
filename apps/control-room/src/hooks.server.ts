import { seatCookieName } from '@stallcast/shared/crew'
import { readSeat } from '@stallcast/store/crew'
import type { Handle, HandleServerError } from '@sveltejs/kit'
import { serverContext } from '#lib/server/context.ts'

export const handle: Handle = ({ event, resolve }) => {
  event.locals.seat = (showId, role) => {
    const { database, config } = serverContext()
    const token = event.cookies.get(seatCookieName(showId, role))
    return readSeat(database, config.STALLCAST_SECRET, token, { showId, role })
  }
  return resolve(event)
}

export const handleError: HandleServerError = ({ error, event, status }) => {
  if (status >= 500) serverContext().log.error({ err: error, path: event.url.pathname }, 'failed')
  return {
    message:
      status === 404 ? 'There is nothing here.' : 'Something broke on our side. It was logged.',
    code: status === 404 ? 'not-found' : 'internal',
  }
}
