import { parseSeatCookie, seatClaim } from '@stallcast/shared/crew'
import { readShow } from '@stallcast/store/crew'
import { seatHref, viewTitles } from '#lib/features/views/seat-href.ts'
import { serverContext } from '#lib/server/context.ts'
import type { PageServerLoad } from './$types'

/** More seats than this no person holds; a browser that sends more is not believed. */
const seatsShown = 20

/** The seats that this browser already holds: whoever lost the link finds the way back by them. */
export const load: PageServerLoad = async ({ cookies, locals }) => {
  const { database } = serverContext()
  const held = cookies
    .getAll()
    .flatMap(({ name }) => parseSeatCookie(name) ?? [])
    .slice(0, seatsShown)
  const seats = await Promise.all(
    held.map(async ({ showId, role, inviteId }) => {
      // A seat that has ended is no way back; its link says why.
      const claim = seatClaim({ role, ...(inviteId !== null && { inviteId }) })
      const seat = await locals.seat(showId, claim).catch(() => null)
      const show = seat && (await readShow(database, showId).catch(() => null))
      if (!seat || !show) return null
      const what = seat.view ? viewTitles[seat.view.view].toLowerCase() : `as ${role}`
      return { title: show.title, what, href: seatHref(seat) }
    }),
  )
  return { seats: seats.filter((seat) => seat !== null) }
}
