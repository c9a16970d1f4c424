import { crewRoles } from '@stallcast/shared/crew'
import { refuse } from '#lib/server/refusal.ts'
import type { PageServerLoad } from './$types'

/** A screen that runs on the browser's clock and calls. */
export const ssr = false

export const load: PageServerLoad = async ({ params, locals, url }) => {
  const role = crewRoles.find((candidate) => candidate === url.searchParams.get('as')) ?? 'producer'
  return { seat: await locals.seat(params.showId, role).catch(refuse) }
}
