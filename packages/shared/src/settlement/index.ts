export {
  agreementPartySchema,
  agreementSchema,
  settlementStateSchema,
  splitRuleSchema,
  statementLineSchema,
  statementSchema,
  transferStatusSchema,
} from './settlement.schema.ts'
export type {
  Agreement,
  AgreementParty,
  SettlementState,
  SplitRule,
  Statement,
  StatementLine,
  TransferStatus,
} from './settlement.schema.ts'
export { demandApprovable, demandRejectable } from './approval.transitions.ts'
export { splitNet } from './split.ts'
export type { SplitShare } from './split.ts'
export { buildStatement, netOf } from './statement.builder.ts'
export type { PartyStanding, SalesFigures, StatementDraft } from './statement.builder.ts'
export { planRetry } from './transfer.transitions.ts'
export type { RetryPlan, TransferFailure } from './transfer.transitions.ts'
