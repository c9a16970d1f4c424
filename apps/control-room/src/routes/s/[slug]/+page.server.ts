import { readOfferState } from '@stallcast/store/commerce'
import { readShowBySlug } from '@stallcast/store/crew'
import { readState } from '@stallcast/store/rundown'
import type { ClockState } from '@stallcast/shared/rundown'
import { serverContext } from '#lib/server/context.ts'
import { refuse } from '#lib/server/refusal.ts'
import type { PageServerLoad } from './$types'

/** The page arrives with product and price in it; the socket only keeps them true. */
export const load: PageServerLoad = async ({ params, setHeaders }) => {
  const { database } = serverContext()
  const show = await readShowBySlug(database, params.slug).catch(refuse)
  const [offer, clock] = await Promise.all([
    readOfferState(database, show.id),
    readState<ClockState>(database, show.id, 'clock'),
  ])
  setHeaders({ 'cache-control': 'no-store' })
  return { show, offer, clock: clock?.state ?? null, serverNowMs: Date.now() }
}
