import type { ErrorView } from '@stallcast/shared/kernel'
import type { Command } from '@stallcast/shared/protocol'
import type { Statement } from '@stallcast/shared/settlement'

/** Answers with the refusal, or null when it was done. */
export type SendCommand = (command: Command) => Promise<ErrorView | null>

export function proposeSettlement(send: SendCommand): Promise<ErrorView | null> {
  return send({ type: 'settlement.propose' })
}

/** Names the revision that the person has read: a statement that changed meanwhile is not approved. */
export function approveSettlement(
  send: SendCommand,
  statement: Pick<Statement, 'statementId' | 'revision'>,
): Promise<ErrorView | null> {
  const { statementId, revision } = statement
  return send({ type: 'settlement.approve', statementId, revision })
}

export function sendBackSettlement(
  send: SendCommand,
  statementId: string,
  reason: string,
): Promise<ErrorView | null> {
  return send({ type: 'settlement.reject', statementId, reason: reason.trim() })
}
