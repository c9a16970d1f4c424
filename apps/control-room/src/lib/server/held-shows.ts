import { parseSeatCookie, seatClaim, type Role, type Seat } from '@stallcast/shared/crew'
import { listShowStandings } from '@stallcast/store/crew'
import { seatHref, viewTitles } from '#lib/features/views/seat-href.ts'
import { serverContext } from './context.ts'

/** More seats than this no browser can send along. */
const seatsLookedAt = 120

type Held = {
  cookies: { getAll(): { name: string }[] }
  locals: App.Locals
}

/** The shows in which this browser holds seats that are still good, each with its seats. */
export async function heldShows({ cookies, locals }: Held) {
  const held = cookies
    .getAll()
    .flatMap(({ name }) => parseSeatCookie(name) ?? [])
    .slice(0, seatsLookedAt)
  const found = await Promise.all(
    held.map(async ({ showId, role, inviteId }): Promise<Seat | null> => {
      const claim = seatClaim({ role, ...(inviteId !== null && { inviteId }) })
      return locals.seat(showId, claim).catch(() => null)
    }),
  )
  const seats = found.filter((seat) => seat !== null)
  const standings = await listShowStandings(serverContext().database, [
    ...new Set(seats.map((seat) => seat.showId)),
  ])
  return standings.map((standing) => ({
    ...standing,
    seats: seats.filter((seat) => seat.showId === standing.show.id).map(seatLink),
  }))
}

function seatLink(seat: Seat): { role: Role; name: string; href: string } {
  const name = seat.view ? viewTitles[seat.view.view].toLowerCase() : seat.role
  return { role: seat.role, name, href: seatHref(seat) }
}
