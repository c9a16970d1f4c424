import { refuse } from '#lib/server/refusal.ts'
import type { PageServerLoad } from './$types'

/** The desk runs on the browser's sockets; the server only says whose it is. */
export const ssr = false

export const load: PageServerLoad = async ({ params, locals }) => ({
  seat: await locals.seat(params.showId, params.role).catch(refuse),
})
