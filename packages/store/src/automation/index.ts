export {
  apiKeysChannel,
  apiKeyStands,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  useApiKey,
} from './api-keys.repo.ts'
export type { ApiKey } from './api-keys.repo.ts'
export { beginRequest, finishRequest } from './api-requests.repo.ts'
export type { KeptAnswer } from './api-requests.repo.ts'
export {
  deliveriesChannel,
  forgetOldAutomation,
  leaseDeliveries,
  listDeliveries,
  nextDeliveryInMs,
  promiseDelivery,
  resendDelivery,
  settleDelivery,
} from './deliveries.repo.ts'
export type { AttemptResult, LeasedDelivery } from './deliveries.repo.ts'
export { oscToken, webhookSecret } from './derived-secrets.ts'
export { claimFiring, finishFiring, unfinishedFirings } from './firings.repo.ts'
export type { StoredFiring } from './firings.repo.ts'
export {
  changeOutput,
  createOutput,
  deleteOutput,
  listOutputs,
  readOutput,
} from './outputs.repo.ts'
export type { Output } from './outputs.repo.ts'
export { changeRule, createRule, listRules } from './rules.repo.ts'
export type { Rule } from './rules.repo.ts'
export { changeAutomationSettings, readAutomationSettings, renewOscToken } from './settings.repo.ts'
export type { StoredSettings } from './settings.repo.ts'
