import { listTemplates } from '@stallcast/store/crew'
import { error } from '@sveltejs/kit'
import { serverContext } from '#lib/server/context.ts'
import { heldShows } from '#lib/server/held-shows.ts'
import type { PageServerLoad } from './$types'

const kinds = ['empty', 'show', 'template'] as const

export const load: PageServerLoad = async ({ cookies, locals, url }) => {
  const shows = (await heldShows({ cookies, locals })).filter(({ seats }) =>
    seats.some((seat) => seat.role === 'producer'),
  )
  if (shows.length === 0) {
    error(403, {
      message: 'Only a producer of a show can make another one. Open your producer’s link first.',
      code: 'auth.forbidden',
    })
  }
  const wanted = url.searchParams.get('from')
  return {
    // The one that was asked for goes first.
    shows: shows.toSorted((a, b) => Number(b.show.id === wanted) - Number(a.show.id === wanted)),
    templates: await listTemplates(serverContext().database),
    kind: kinds.find((kind) => kind === url.searchParams.get('kind')) ?? 'empty',
    nowMs: Date.now(),
  }
}
