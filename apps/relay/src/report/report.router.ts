import type { IncomingMessage } from 'node:http'
import { Router } from 'express'
import { demand, type Seat } from '@stallcast/shared/crew'
import { reportCsv } from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { readShow } from '@stallcast/store/crew'
import type { ReportService } from './report.service.ts'

/** `GET /shows/{id}/report` (JSON, a `ShowReport`) and `/shows/{id}/report.csv`: for the crew. */
export function reportRouter(deps: {
  database: Database
  service: ReportService
  seat: (request: IncomingMessage, showId: string, role: string) => Promise<Seat>
}): Router {
  const router = Router()

  const reader = async (request: Parameters<Parameters<Router['get']>[1]>[0]): Promise<Seat> => {
    const { showId = '' } = request.params as { showId?: string }
    const seat = await deps.seat(request, showId, String(request.query['as'] ?? ''))
    demand(seat.role, 'report.read')
    return seat
  }

  router.get('/shows/:showId/report', async (request, response) => {
    const { showId } = await reader(request)
    response.json({ report: await deps.service.report(showId) })
  })

  router.get('/shows/:showId/report.csv', async (request, response) => {
    const { showId } = await reader(request)
    const show = await readShow(deps.database, showId)
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: show.timeZone,
      timeStyle: 'medium',
      hour12: false,
    })
    const csv = reportCsv(await deps.service.report(showId), {
      currency: show.currency,
      clock: (atMs) => format.format(atMs),
    })
    response.attachment(`${show.slug}-report.csv`).type('text/csv').send(csv)
  })
  return router
}
