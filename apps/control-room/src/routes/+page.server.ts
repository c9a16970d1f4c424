import { invitedRoles, seatCookieName } from '@stallcast/shared/crew'
import { readShow } from '@stallcast/store/crew'
import { serverContext } from '#lib/server/context.ts'
import type { PageServerLoad } from './$types'

/** More seats than this no person holds; a browser that sends more is not believed. */
const seatsShown = 20

/** The seats that this browser already holds: whoever lost the link finds the way back by them. */
export const load: PageServerLoad = async ({ cookies, locals }) => {
  const { database } = serverContext()
  const held = cookies
    .getAll()
    .flatMap(({ name }) => {
      const role = invitedRoles.find((each) => name === seatCookieName(showIn(name), each))
      return role ? [{ showId: showIn(name), role }] : []
    })
    .slice(0, seatsShown)
  const seats = await Promise.all(
    held.map(async ({ showId, role }) => {
      // A seat that has ended is no way back; its link says why.
      const seat = await locals.seat(showId, role).catch(() => null)
      const show = seat && (await readShow(database, showId).catch(() => null))
      return show && { title: show.title, role, href: `/shows/${showId}/${role}` }
    }),
  )
  return { seats: seats.filter((seat) => seat !== null) }
}

function showIn(cookieName: string): string {
  return cookieName.split('_').at(2) ?? ''
}
