import { refuse } from '#lib/server/refusal.ts'
import type { PageServerLoad } from './$types'

/** Camera, microphone and sockets are the browser's: there is nothing to draw on the server. */
export const ssr = false

export const load: PageServerLoad = async ({ params, locals }) => ({
  seat: await locals.seat(params.showId, 'guest').catch(refuse),
})
