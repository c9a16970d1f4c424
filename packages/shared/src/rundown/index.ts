export { clockCommandSchema, clockStateSchema, cueCardSchema, idleClock } from './clock.schema.ts'
export type { ClockCommand, ClockEvent, ClockState, CueCard } from './clock.schema.ts'
export { cueElapsedMs, cueRemainingMs, showElapsedMs, showTimes } from './clock.timing.ts'
export type { CueTimes, ShowTimes } from './clock.timing.ts'
export { decideClock, refreshClock } from './clock.transitions.ts'
export type { ClockDecision, CueOrder } from './clock.transitions.ts'
export { documentPolicy, documentReaders, judge, mayRead, mayWrite } from './document.policy.ts'
export type { PathOperation, PolicyRule } from './document.policy.ts'
export {
  cueFields,
  cueSchema,
  cueTextFields,
  cueTypeSchema,
  documentKinds,
  documentName,
  financeLineFields,
  isEntryId,
  markFields,
  markSchema,
  newCueFields,
  newMarkFields,
  orderKeySchema,
  parseDocumentName,
} from './document.schema.ts'
export type { Cue, CueTextField, CueType, DocumentKind, Mark } from './document.schema.ts'
export { documentShapes } from './document.shape.ts'
export type {
  EntriesShape,
  RootShape,
  ScalarShape,
  ServerShape,
  TextShape,
} from './document.shape.ts'
