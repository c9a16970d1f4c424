import { readCatalogue } from '@stallcast/store/commerce'
import { readShow } from '@stallcast/store/crew'
import { isDomainError } from '@stallcast/shared/kernel'
import { redirect } from '@sveltejs/kit'
import { serverContext } from '#lib/server/context.ts'
import { refuse } from '#lib/server/refusal.ts'
import type { PageServerLoad } from './$types'

/** The desk runs on the browser's sockets; the server says whose it is and what can be sold. */
export const ssr = false

export const load: PageServerLoad = async ({ params, locals }) => {
  const seat = await locals.seat(params.showId, params.role).catch((reason: unknown) => {
    if (isDomainError(reason) && reason.code === 'auth.role-changed') {
      redirect(303, `/shows/${params.showId}/seat?from=${params.role}`)
    }
    return refuse(reason)
  })
  const { database } = serverContext()
  const [products, show] = await Promise.all([
    readCatalogue(database, seat.showId),
    readShow(database, seat.showId),
  ])
  return { seat, products, show }
}
