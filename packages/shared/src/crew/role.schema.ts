import { z } from 'zod'

/** Who a seat in a show is for. `viewer` is the public: a seat without an invite on a public show page. */
export const roleSchema = z.enum(['host', 'producer', 'editor', 'finance', 'guest', 'viewer'])
export type Role = z.infer<typeof roleSchema>

export const crewRoles = [
  'host',
  'producer',
  'editor',
  'finance',
] as const satisfies readonly Role[]
export const invitedRoles = [...crewRoles, 'guest'] as const satisfies readonly Role[]

export function isCrew(role: Role): boolean {
  return (crewRoles as readonly Role[]).includes(role)
}
