import { may, type Seat } from '@stallcast/shared/crew'
import { errorText } from '@stallcast/shared/kernel'
import type { Statement } from '@stallcast/shared/settlement'

/** Whether this seat may pay out this statement; if not, the sentence that says why and what to do. */
export type ApprovalGate = { open: true } | { open: false; reason: string }

/** The server decides; this only spares the person a press that would be refused. */
export function approvalGate(
  seat: Pick<Seat, 'role' | 'sessionId'>,
  statement: Pick<Statement, 'status' | 'proposedBySessionId' | 'proposedBy'>,
): ApprovalGate {
  if (statement.status !== 'proposed') {
    return { open: false, reason: `This statement is ${statement.status}.` }
  }
  if (!may(seat.role, 'settlement.approve')) {
    return { open: false, reason: 'Only finance can approve and pay.' }
  }
  if (statement.proposedBySessionId === seat.sessionId) {
    return { open: false, reason: errorText('settlement.own-proposal') }
  }
  return { open: true }
}
