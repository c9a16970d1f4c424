import { z } from 'zod'
import { roleSchema } from './role.schema.ts'
import { viewGrantSchema } from './view-grant.schema.ts'

/** A person's place in one show: what every server entry works out before it does anything else. */
export const seatSchema = z.object({
  sessionId: z.string(),
  showId: z.string(),
  role: roleSchema,
  personName: z.string(),
  /** Which of the four person tints this person has, 0 to 3. */
  tint: z.number().int().min(0).max(3),
  /** An observer's link: which one it is, and what it lets its holder see and write. */
  inviteId: z.string().optional(),
  view: viewGrantSchema.optional(),
})
export type Seat = z.infer<typeof seatSchema>

/** Who did something, as the log keeps it. `null` session: the system itself. */
export const actorSchema = z.object({
  sessionId: z.string().nullable(),
  role: roleSchema.nullable(),
  name: z.string(),
})
export type Actor = z.infer<typeof actorSchema>

export const systemActor: Actor = { sessionId: null, role: null, name: 'Stallcast' }

export function seatActor(seat: Seat): Actor {
  return { sessionId: seat.sessionId, role: seat.role, name: seat.personName }
}
