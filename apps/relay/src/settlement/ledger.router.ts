import type { IncomingMessage } from 'node:http'
import { Router } from 'express'
import { demand, type Seat } from '@stallcast/shared/crew'
import type { Database } from '@stallcast/store'
import { assertLedgerBalanced } from '@stallcast/store/settlement'

/**
 * `GET /shows/{id}/ledger`: the balance of each account of the show's double-entry ledger, proven to sum to
 * zero while it is read. For finance. @throws DomainError `ledger.unbalanced`
 */
export function ledgerRouter(deps: {
  database: Database
  seat: (request: IncomingMessage, showId: string, role: string) => Promise<Seat>
}): Router {
  const router = Router()
  router.get('/shows/:showId/ledger', async (request, response) => {
    const seat = await deps.seat(request, request.params.showId, String(request.query['as'] ?? ''))
    demand(seat.role, 'settlement.approve')
    const report = await assertLedgerBalanced(deps.database, seat.showId)
    const sumMinor = Object.values(report.balances).reduce((sum, balance) => sum + balance, 0)
    response.json({ ledger: { ...report, sumMinor } })
  })
  return router
}
