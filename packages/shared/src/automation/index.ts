export { apiAction, apiActions, markInSchema, markOutSchema } from './api-actions.ts'
export type { ApiAction, ApiShow, AskedCommand, CueRef, SourceRef } from './api-actions.ts'
export {
  apiColumnsSchema,
  apiCueSchema,
  apiCuesSchema,
  apiEventsSchema,
  apiGroupsSchema,
  apiMarksSchema,
  apiShowSchema,
  apiStateSchema,
  cueChangeSchema,
  problemSchema,
} from './api-views.schema.ts'
export type { ApiCue, ApiState, CueChange } from './api-views.schema.ts'
export {
  attemptLeaseMs,
  deliveryPayloadSchema,
  deliveryStateSchema,
  deliveryViewSchema,
  fillText,
  oscUsefulMs,
  retryAfterMs,
  webhookBody,
  webhookTimeoutMs,
} from './delivery.ts'
export type { DeliveryPayload, DeliveryState, DeliveryView } from './delivery.ts'
export { isRelease, oscTokenPattern, parseOscAddress, readOscRequest } from './osc-address.ts'
export type { OscAsk, OscRequest, OscValue } from './osc-address.ts'
export {
  apiScopes,
  apiScopeSchema,
  apiScopeWords,
  readingScopes,
  scopeOfCommand,
  seesState,
} from './scope.schema.ts'
export type { ApiScope } from './scope.schema.ts'
export {
  apiKeyViewSchema,
  automationSettingsSchema,
  newApiKeySchema,
  newOutputSchema,
  newRuleSchema,
  oscMessageSchema,
  outputChangeSchema,
  outputTargetSchema,
  outputViewSchema,
  ruleChangeSchema,
  ruleEventSchema,
  ruleEventWords,
  ruleViewSchema,
  settingsChangeSchema,
} from './settings.schema.ts'
export type {
  ApiKeyView,
  AutomationSettings,
  NewApiKey,
  OscMessage,
  OutputTarget,
  OutputView,
  RuleEvent,
  RuleView,
} from './settings.schema.ts'
export { firingKey, timedMoments } from './trigger-moments.ts'
export type { TimedMoment } from './trigger-moments.ts'
