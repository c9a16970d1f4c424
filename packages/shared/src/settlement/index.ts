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
} from './settlement.schema.ts'
