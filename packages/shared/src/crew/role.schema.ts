import { z } from 'zod'

/**
 * Who a seat in a show is for. `observer` holds a link to one view of the run of show and sees what that link
 * says. `viewer` is the public: a seat without an invite on a public show page.
 */
export const roleSchema = z.enum([
  'host',
  'producer',
  'editor',
  'finance',
  'guest',
  'observer',
  'viewer',
])
export type Role = z.infer<typeof roleSchema>

export const crewRoles = [
  'host',
  'producer',
  'editor',
  'finance',
] as const satisfies readonly Role[]
export const invitedRoles = [...crewRoles, 'guest', 'observer'] as const satisfies readonly Role[]

export function isCrew(role: Role): boolean {
  return (crewRoles as readonly Role[]).includes(role)
}
