export { decideBus, emptyBus } from './bus.transitions.ts'
export type { BusCommand, BusDecision, BusEvent, SourceFacts } from './bus.transitions.ts'
export {
  busStateSchema,
  recordingStateSchema,
  slateSourceId,
  sourceViewSchema,
} from './media.schema.ts'
export type { BusState, RecordingState, SourceView } from './media.schema.ts'
export {
  parseSegmentIndex,
  programTrack,
  recordedUntilMs,
  segmentEndMs,
  segmentRowSchema,
  segmentsInWindow,
} from './recording.schema.ts'
export type { SegmentRow } from './recording.schema.ts'
export {
  consumeTargetSchema,
  dtlsFingerprintSchema,
  mediaKindSchema,
  mediaRequestSchemas,
} from './signalling.schema.ts'
export type {
  ConsumeTarget,
  MediaConsumeResult,
  MediaJoinResult,
  MediaKind,
  MediaRequest,
  MediaRequestName,
  MediaServerEvents,
  MediaTransportResult,
} from './signalling.schema.ts'
export { tallyOf } from './tally.ts'
export type { Tally } from './tally.ts'
