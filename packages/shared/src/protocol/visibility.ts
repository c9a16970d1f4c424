import { isCrew, may, type Role, type Seat } from '../crew/index.ts'
import { assertNever } from '../kernel/index.ts'
import { stageFor } from '../rundown/stage.transitions.ts'
import type { LiveDomain, LiveState } from './live.schema.ts'

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
    case 'rehearsal':
    case 'timers':
    case 'stage':
      return role !== 'viewer'
    case 'audience':
      return isCrew(role)
    case 'programme':
      return true
    case 'prompter':
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

/** Whether what a role sees of a domain differs from seat to seat. */
export function isPersonal(role: Role, domain: LiveDomain): boolean {
  return domain === 'stage' && !isCrew(role)
}

/** What of a domain's state a seat may see, of those that its role sees. */
export function seatState<D extends LiveDomain>(
  seat: Seat,
  domain: D,
  state: LiveState[D],
): LiveState[D] {
  if (!isPersonal(seat.role, domain)) return state
  return stageFor(state as LiveState['stage'], seat) as LiveState[D]
}

/** The as-run log is for the crew; it carries buyers' names and amounts. */
export function seesEvents(role: Role): boolean {
  return isCrew(role)
}
