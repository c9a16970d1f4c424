import { readShowBySlug } from '@stallcast/store/crew'
import { serverContext } from '#lib/server/context.ts'
import { refuse } from '#lib/server/refusal.ts'
import type { PageServerLoad } from './$types'

/** The page stands with the show's name and date; the socket brings the programme and keeps it true. */
export const load: PageServerLoad = async ({ params, setHeaders }) => {
  const show = await readShowBySlug(serverContext().database, params.slug).catch(refuse)
  setHeaders({ 'cache-control': 'no-store' })
  return { show, serverNowMs: Date.now() }
}
