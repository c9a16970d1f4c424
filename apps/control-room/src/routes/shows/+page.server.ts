import { heldShows } from '#lib/server/held-shows.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ cookies, locals }) => ({
  shows: await heldShows({ cookies, locals }),
  nowMs: Date.now(),
})
