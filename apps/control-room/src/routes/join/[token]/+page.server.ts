import { openInvite } from '@stallcast/store/crew'
import { seatHref } from '#lib/features/views/seat-href.ts'
import { redirect } from '@sveltejs/kit'
import { serverContext } from '#lib/server/context.ts'
import { refuse } from '#lib/server/refusal.ts'
import type { PageServerLoad } from './$types'

/** A link that works gives the seat and goes on to its screen; one that does not says why. */
export const load: PageServerLoad = async ({ params, cookies, url }) => {
  const { database, config } = serverContext()
  const { seat, cookie } = await openInvite(
    database,
    config.STALLCAST_SECRET,
    params.token,
    (name) => cookies.get(name),
  ).catch(refuse)
  cookies.set(cookie.name, cookie.value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    expires: cookie.expires,
  })
  redirect(303, seatHref(seat))
}
