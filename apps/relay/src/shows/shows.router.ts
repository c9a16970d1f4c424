import type { IncomingMessage } from 'node:http'
import { Router, json, type Request } from 'express'
import {
  demand,
  newShowSchema,
  newTemplateSchema,
  showChangeSchema,
  type Seat,
} from '@stallcast/shared/crew'
import type { ShowCard } from '@stallcast/shared/protocol'
import type { Database } from '@stallcast/store'
import { deleteTemplate, listTemplates } from '@stallcast/store/crew'
import type { ShowsService } from './shows.service.ts'

export type ShowsRouterDeps = {
  database: Database
  service: ShowsService
  /** Public address: whether cookies travel over TLS only. */
  origin: string
  seat: (request: IncomingMessage, showId: string, role: string) => Promise<Seat>
  onChanged: (show: ShowCard) => void
}

/** Shows and templates. For whoever holds a producer's seat in any show, which the address names. */
export function showsRouter(deps: ShowsRouterDeps): Router {
  const router = Router()
  const body = json({ limit: '16kb' })

  const producer = async (request: Request): Promise<Seat> => {
    const { showId } = request.params
    const role = String(request.query['as'] ?? '')
    const seat = await deps.seat(request, String(showId ?? ''), role)
    demand(seat.role, 'show.manage')
    return seat
  }

  router.post('/shows/:showId/shows', body, async (request, response) => {
    const seat = await producer(request)
    const made = await deps.service.make(seat, newShowSchema.parse(request.body))
    const { name, value, expires } = made.seat.cookie
    response.cookie(name, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: deps.origin.startsWith('https:'),
      expires,
    })
    response.status(201).json({ show: made.show, desk: `/shows/${made.show.id}/producer` })
  })

  router.patch('/shows/:showId', body, async (request, response) => {
    const seat = await producer(request)
    const change = showChangeSchema.parse(request.body)
    const { show, standing } = await deps.service.change(seat.showId, change)
    response.json({ show, archived: standing.archived })
    deps.onChanged(show)
  })

  router.get('/shows/:showId/templates', async (request, response) => {
    await producer(request)
    response.json({ templates: await listTemplates(deps.database) })
  })

  router.post('/shows/:showId/templates', body, async (request, response) => {
    const seat = await producer(request)
    const { name } = newTemplateSchema.parse(request.body)
    response.status(201).json({ template: await deps.service.saveAsTemplate(seat, name) })
  })

  router.delete('/shows/:showId/templates/:templateId', async (request, response) => {
    await producer(request)
    await deleteTemplate(deps.database, String(request.params['templateId']))
    response.json({})
  })
  return router
}
