import { crewRoles, seatCookieName } from '@stallcast/shared/crew'
import { readSeatRole } from '@stallcast/store/crew'
import { error, redirect } from '@sveltejs/kit'
import { serverContext } from '#lib/server/context.ts'
import { refuse } from '#lib/server/refusal.ts'
import type { RequestHandler } from './$types'

/**
 * Where a browser goes when its seat has another role now (`?from=` the role it had): the session stays, its
 * cookie gets the name of the new role as well, and the screen of that role opens. The old name stays: it
 * leads here again however often it is used, from another tab or an old bookmark.
 */
export const GET: RequestHandler = async ({ params, url, cookies }) => {
  const from = crewRoles.find((role) => role === url.searchParams.get('from'))
  if (!from) error(400, { message: 'Open the link you were given.', code: 'input.invalid' })
  const { showId } = params
  const { database, config } = serverContext()
  const token = cookies.get(seatCookieName(showId, from))
  const { role, expires } = await readSeatRole(
    database,
    config.STALLCAST_SECRET,
    token,
    showId,
  ).catch(refuse)
  if (token !== undefined && role !== from) {
    cookies.set(seatCookieName(showId, role), token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: url.protocol === 'https:',
      expires,
    })
  }
  redirect(303, `/shows/${showId}/${role}`)
}
