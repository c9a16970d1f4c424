import { demand } from '@stallcast/shared/crew'
import { refuse } from '#lib/server/refusal.ts'
import type { PageServerLoad } from './$types'

/** A screen that runs on the browser's calls. */
export const ssr = false

export const load: PageServerLoad = async ({ params, locals }) => {
  const seat = await locals.seat(params.showId, 'producer').catch(refuse)
  try {
    demand(seat.role, 'automation.manage')
  } catch (error) {
    refuse(error)
  }
  return { seat }
}
