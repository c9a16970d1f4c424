import { Router, json } from 'express'
import { demand, invitedRoles, viewGrantSchema, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import {
  changeGrant,
  createInvite,
  inviteToken,
  listInvites,
  revokeInvite,
  type Invite,
} from '@stallcast/store/crew'
import { z } from 'zod'
import type { SeatGate } from './seat.gateway.ts'

const newInviteSchema = z
  .object({
    role: z.enum(invitedRoles),
    label: z.string().trim().min(1).max(60),
    /** How long the link works. */
    hours: z
      .number()
      .min(1)
      .max(24 * 90),
    /** What an observer sees and writes. */
    view: viewGrantSchema.optional(),
  })
  .refine(({ role, view }) => (role === 'observer') === (view !== undefined), {
    message: 'an observer, and nobody else, needs a view',
    path: ['view'],
  })

const changedInviteSchema = z.object({ view: viewGrantSchema })

export type CrewRouterDeps = {
  database: Database
  secret: string
  origin: string
  gate: SeatGate
  /** Closes everything that a session has open, at once. */
  endSession: (sessionId: string) => void
  /** What links of this show grant has changed. */
  onGrants: (showId: string) => void
}

/** Links of a show: list, make, change what one lets see, withdraw. For the producer. */
export function crewRouter(deps: CrewRouterDeps): Router {
  const router = Router()
  router.use('/shows/:showId/invites', json({ limit: '16kb' }))

  const producer = async (request: Parameters<Parameters<Router['get']>[1]>[0]): Promise<Seat> => {
    const { showId = '' } = request.params as { showId?: string }
    const seat = await deps.gate.seat(request, showId, String(request.query['as'] ?? ''))
    demand(seat.role, 'crew.invite')
    return seat
  }
  const view = async (invite: Invite) => ({
    id: invite.id,
    role: invite.role,
    label: invite.label,
    expiresAtMs: invite.expiresAt.getTime(),
    revokedAtMs: invite.revokedAt?.getTime() ?? null,
    view: invite.view,
    link: `${deps.origin}/join/${await inviteToken(deps.secret, invite)}`,
  })

  router.get('/shows/:showId/invites', async (request, response) => {
    const seat = await producer(request)
    const invites = await listInvites(deps.database, seat.showId)
    response.json({ invites: await Promise.all(invites.map(view)) })
  })

  router.post('/shows/:showId/invites', async (request, response) => {
    const seat = await producer(request)
    const wanted = newInviteSchema.parse(request.body)
    const known = await listInvites(deps.database, seat.showId)
    const invite = await createInvite(deps.database, {
      showId: seat.showId,
      role: wanted.role,
      label: wanted.label,
      tint: known.length % 4,
      expiresAt: new Date(Date.now() + wanted.hours * 3_600_000),
      view: wanted.view ?? null,
    })
    response.status(201).json({ invite: await view(invite) })
  })

  const inviteOf = async (seat: Seat, inviteId: string | undefined): Promise<Invite> => {
    const invites = await listInvites(deps.database, seat.showId)
    const invite = invites.find((candidate) => candidate.id === inviteId)
    if (!invite) throw new DomainError('auth.invalid')
    return invite
  }

  router.patch('/shows/:showId/invites/:inviteId', async (request, response) => {
    const seat = await producer(request)
    const { view: wanted } = changedInviteSchema.parse(request.body)
    const invite = await inviteOf(seat, request.params['inviteId'])
    if (!(await changeGrant(deps.database, invite.id, wanted)))
      throw new DomainError('auth.revoked')
    deps.onGrants(seat.showId)
    response.json({ invite: await view({ ...invite, view: wanted }) })
  })

  router.delete('/shows/:showId/invites/:inviteId', async (request, response) => {
    const seat = await producer(request)
    const invite = await inviteOf(seat, request.params['inviteId'])
    const ended = await revokeInvite(deps.database, invite.id)
    for (const sessionId of ended) deps.endSession(sessionId)
    response.json({ endedSeats: ended.length })
  })
  return router
}
