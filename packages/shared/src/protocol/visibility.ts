import { isCrew, may, type Role } from '../crew/index.ts'
import { assertNever } from '../kernel/index.ts'
import type { LiveDomain } from './live.schema.ts'

/** What a role may not see never reaches it: asked for each domain before it is sent. */
export function seesDomain(role: Role, domain: LiveDomain): boolean {
  switch (domain) {
    case 'clock':
    case 'offer':
      return true
    case 'bus':
    case 'sources':
    case 'recording':
      return isCrew(role) || role === 'guest'
    case 'audience':
      return isCrew(role)
    case 'acks':
      return isCrew(role) || role === 'observer'
    case 'clips':
      return may(role, 'clip.watch')
    case 'sales':
      return may(role, 'sales.watch')
    case 'settlement':
      return may(role, 'settlement.watch')
    default:
      return assertNever(domain)
  }
}

/** The as-run log is for the crew; it carries buyers' names and amounts. */
export function seesEvents(role: Role): boolean {
  return isCrew(role)
}
