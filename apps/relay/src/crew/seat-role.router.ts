import { crewRoles, demand } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import { changeSeatRole } from '@stallcast/store/crew'
import { json, Router } from 'express'
import { z } from 'zod'
import type { SeatGate } from './seat.gateway.ts'

const changeSchema = z.object({ role: z.enum(crewRoles) })

export type SeatRoleRouterDeps = {
  database: Database
  gate: SeatGate
  /** Ends all that the session has open and tells it which role it has now. */
  roleChanged(sessionId: string, role: string): void
}

/** Roles that change in the middle of a show: `PATCH /shows/{showId}/seats/{sessionId}`, for the producer. */
export function seatRoleRouter(deps: SeatRoleRouterDeps): Router {
  const router = Router()
  router.use('/shows/:showId/seats', json({ limit: '4kb' }))

  router.patch('/shows/:showId/seats/:sessionId', async (request, response) => {
    const { showId, sessionId } = request.params
    const seat = await deps.gate.seat(request, showId, String(request.query['as'] ?? ''))
    demand(seat.role, 'crew.invite')
    const { role } = changeSchema.parse(request.body)
    // Whoever gives their own seat away might be the last who can give it back.
    if (sessionId === seat.sessionId) throw new DomainError('seat.own')
    const before = await changeSeatRole(deps.database, { showId, sessionId, role })
    if (before !== role) deps.roleChanged(sessionId, role)
    response.json({ seat: { sessionId, role } })
  })
  return router
}
