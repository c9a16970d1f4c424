export {
  addAgreement,
  readAgreementSeed,
  partiesWithoutAccount,
  readAgreement,
  seedAgreement,
  setPartyAccount,
} from './agreements.repo.ts'
export type { AgreementSeed, UnpaidParty } from './agreements.repo.ts'
export { approveStatement, rejectStatement } from './approve.repo.ts'
export type { Approval } from './approve.repo.ts'
export { hasSomethingToSettle } from './figures.repo.ts'
export { assertLedgerBalanced, post, readLedger, reversePosting } from './ledger.repo.ts'
export type { AccountCode, LedgerReport, Leg, Posting } from './ledger.repo.ts'
export {
  finishEffect,
  leaseEffect,
  pinEffect,
  postponeEffect,
  promiseEffect,
  renewKey,
} from './outbox.repo.ts'
export type { Effect, EffectKind } from './outbox.repo.ts'
export { bookTransfer, postponeTransfer, readTransferOrder } from './pay.repo.ts'
export type { TransferOrder } from './pay.repo.ts'
export { proposeStatement } from './propose.repo.ts'
export type { Proposal } from './propose.repo.ts'
export { readSettlementState, readStatement } from './statements.repo.ts'
