import { DomainError } from '../kernel/index.ts'
import type { Statement } from './settlement.schema.ts'

type Judged = Pick<Statement, 'status' | 'revision' | 'proposedBySessionId'>

/**
 * Whether this session may approve this statement now (ST8 to ST10).
 * @param revision the one that the person has on screen
 * @throws DomainError `settlement.stale`, `settlement.state`, `settlement.own-proposal`
 */
export function demandApprovable(statement: Judged, revision: number, sessionId: string): void {
  if (statement.revision !== revision || statement.status === 'superseded') {
    throw new DomainError('settlement.stale')
  }
  if (statement.status !== 'proposed') {
    throw new DomainError('settlement.state', { state: statement.status })
  }
  if (statement.proposedBySessionId === sessionId) {
    throw new DomainError('settlement.own-proposal')
  }
}

/** @throws DomainError `settlement.stale`, `settlement.state` */
export function demandRejectable(statement: Judged): void {
  if (statement.status === 'superseded') throw new DomainError('settlement.stale')
  if (statement.status !== 'proposed') {
    throw new DomainError('settlement.state', { state: statement.status })
  }
}
