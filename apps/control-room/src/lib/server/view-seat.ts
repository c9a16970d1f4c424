import { crewRoles, seatCookieName, type Seat, type ViewName } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import { readCatalogue } from '@stallcast/store/commerce'
import { redirect, type Cookies } from '@sveltejs/kit'
import { seatHref } from '#lib/features/views/seat-href.ts'
import { serverContext } from './context.ts'
import { refuse } from './refusal.ts'

type Asked = {
  params: { showId: string }
  locals: App.Locals
  cookies: Cookies
  url: URL
}

/**
 * The seat that a view of the run of show is opened with: the one that `?as=` names, else the first crew seat that
 * this browser holds. The holder of a link to another view is brought to that one.
 */
export async function loadView({ params, locals, cookies, url }: Asked, view: ViewName) {
  const held = crewRoles.find((role) => cookies.get(seatCookieName(params.showId, role)))
  const claim = url.searchParams.get('as') ?? held ?? 'producer'
  const seat: Seat = await locals.seat(params.showId, claim).catch(refuse)
  if (seat.view && seat.view.view !== view) redirect(303, seatHref(seat))
  const { role } = seat
  if (role === 'guest' || role === 'viewer') {
    refuse(new DomainError('auth.forbidden', { role, action: 'see the run of show' }))
  }
  // What an observer may know of products comes with the columns of the link.
  const products = seat.view ? [] : await readCatalogue(serverContext().database, seat.showId)
  return { seat, products }
}
