import { loadView } from '#lib/server/view-seat.ts'
import type { PageServerLoad } from './$types'

/** A screen that runs on the browser's clock and sockets. */
export const ssr = false

export const load: PageServerLoad = (event) => loadView(event, 'stage')
