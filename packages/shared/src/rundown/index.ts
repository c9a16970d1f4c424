export {
  clockCommandSchema,
  clockStateSchema,
  cueCardSchema,
  idleClock,
  newCueCard,
  noRehearsal,
  rehearsalStateSchema,
} from './clock.schema.ts'
export type {
  ClockCommand,
  ClockEvent,
  ClockState,
  CueCard,
  RehearsalState,
  TakenBy,
} from './clock.schema.ts'
export {
  cueElapsedMs,
  cueLengthMs,
  cueMoments,
  cueRemainingMs,
  showElapsedMs,
} from './clock.timing.ts'
export type { CueMoments } from './clock.timing.ts'
export * from './timing/index.ts'
export { decideClock, followClock, refreshClock } from './clock.transitions.ts'
export type { ClockDecision, CueOrder, RunningCommand } from './clock.transitions.ts'
export {
  auxTimerSchema,
  initialTimers,
  timerCommandSchema,
  timersStateSchema,
} from './timers.schema.ts'
export type { AuxTimer, TimerCommand, TimersState } from './timers.schema.ts'
export { auxTimerMs, decideTimer, isTimerInUse, timerRanMs } from './timers.transitions.ts'
export {
  emptyStage,
  stageCommandSchema,
  stageMessageSchema,
  stageStateSchema,
} from './stage.schema.ts'
export type {
  StageAddress,
  StageCommand,
  StageEvent,
  StageMessage,
  StageState,
  StageTarget,
} from './stage.schema.ts'
export { decideStage, isFor, openMessages, stageFor } from './stage.transitions.ts'
export type { StageContext, StageDecision } from './stage.transitions.ts'
export {
  documentPolicy,
  documentReaders,
  judge,
  mayRead,
  mayWrite,
  rightsIn,
} from './document.policy.ts'
export type { ColumnWriters, PathOperation, PathRights, PolicyRule } from './document.policy.ts'
export {
  autoFollowSchema,
  cueFieldDefaults,
  cueFields,
  cueSchema,
  cueTextFields,
  cueTypeSchema,
  documentKinds,
  documentName,
  financeLineFields,
  isEntryId,
  layoutSchema,
  markFields,
  markSchema,
  newCueFields,
  newMarkFields,
  orderKeySchema,
  parseDocumentName,
  startModeSchema,
  timerTypeSchema,
} from './document.schema.ts'
export type {
  AutoFollow,
  Cue,
  CueTextField,
  CueType,
  DocumentKind,
  Layout,
  Mark,
  NewCueFields,
  StartMode,
  TimerType,
} from './document.schema.ts'
export {
  attachmentFields,
  attachmentSchema,
  triggerActionSchema,
  triggerFields,
  triggerMomentSchema,
  triggerSchema,
} from './automation.schema.ts'
export type { Attachment, Trigger, TriggerAction, TriggerMoment } from './automation.schema.ts'
export { fitCellValue } from './cells.ts'
export { cueColumns, cueColumnByKey } from './columns.ts'
export type { CueColumn } from './columns.ts'
export {
  cellKey,
  cellTextRoot,
  cellValueSchema,
  columnFields,
  columnSchema,
  columnTypeSchema,
  groupFields,
  groupSchema,
  isTextColumn,
  parseCellKey,
  parseCellTextRoot,
} from './columns.schema.ts'
export type { CellAddress, CellValue, Column, ColumnType, Group } from './columns.schema.ts'
export { cellSchemaOf, cellValueFits } from './cell-value.ts'
export { rundownOrder } from './order.ts'
export type { RundownRow } from './order.ts'
export {
  columnKeySchema,
  settingsFields,
  settingsSchema,
  viewGrantSchema,
  viewNameSchema,
  viewPresetFields,
  viewPresetSchema,
} from './views.schema.ts'
export type { RundownSettings, ViewGrant, ViewName, ViewPreset } from './views.schema.ts'
export { cellTextShape, documentShapes, maxCellTexts, rootIn } from './document.shape.ts'
export type {
  CellsShape,
  EntriesShape,
  RecordShape,
  RootPlace,
  RootShape,
  ScalarShape,
  ServerShape,
  TextShape,
} from './document.shape.ts'
export {
  baselineOf,
  baselineSchema,
  reportCsv,
  reportLineSchema,
  reportShow,
  showReportSchema,
} from './report/index.ts'
export type {
  Baseline,
  BaselineCue,
  LoggedEvent,
  ReportLine,
  ReportTexts,
  ShowReport,
} from './report/index.ts'
export { mergeSplice, textSplice } from './text-merge.ts'
export type { TextSplice } from './text-merge.ts'
export {
  choiceLabels,
  isTimeColumn,
  noLookups,
  timeColumnKeys,
  viewColumns,
} from './views.columns.ts'
export type { Choice, ViewColumn, ViewColumnKind, ViewLookups } from './views.columns.ts'
export { cueOfView, patchedCue, patchOf, projectCue, timingFields } from './views.projection.ts'
export type {
  CueReading,
  RundownView,
  RundownViewPatch,
  ViewCue,
  ViewCuePatch,
  ViewGroup,
  ViewTiming,
} from './views.projection.ts'
export { cellHolders, cueOf, documentPath, placeOf } from './history.path.ts'
export type { DocumentPlace } from './history.path.ts'
export {
  ackCommandSchema,
  acksStateSchema,
  clearAcks,
  decideAck,
  noAcks,
} from './acknowledgements.ts'
export type { AckCommand, Acknowledgement, AcksState, Readiness } from './acknowledgements.ts'
export { commentCommandSchema, commentSchema, mentions, mentionsIn } from './comments.schema.ts'
export type { Comment, CommentCommand } from './comments.schema.ts'
export { isSafeLink, plainText, readRichText, richTextParser } from './rich-text.ts'
export type { RichBlock, RichMark, RichSpan } from './rich-text.ts'
export { shortDiff, textDiff } from './history.diff.ts'
export { liesIn, restoreEdits } from './history.restore.ts'
export type { RestoreEdit } from './history.restore.ts'
export {
  documentVersionSchema,
  historyChangeSchema,
  historyPageSchema,
  historyQuerySchema,
  namedVersionSchema,
  versionNameSchema,
} from './history.schema.ts'
export type {
  DocumentVersion,
  HistoryChange,
  HistoryPage,
  HistoryQuery,
  NamedVersion,
  PlaceChange,
  TextPart,
} from './history.schema.ts'
export { emptyProgramme, programmeOf, programmeStateSchema } from './programme.ts'
export type { ProgrammeState } from './programme.ts'
export {
  decidePrompter,
  prompterCommandSchema,
  prompterSpeed,
  prompterStateSchema,
  restingPrompter,
} from './prompter.ts'
export type { PrompterCommand, PrompterPlace, PrompterState } from './prompter.ts'
