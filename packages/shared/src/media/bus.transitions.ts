import { assertNever, DomainError, type EpochMs } from '../kernel/index.ts'
import { slateSourceId, type BusState } from './media.schema.ts'

/** What the bus has to know of a source to decide: nothing about packets. */
export type SourceFacts = { id: string; label: string; state: 'live' | 'lost' }

export type BusCommand =
  | { type: 'bus.preview'; sourceId: string }
  | { type: 'bus.take'; expectedPreviewId?: string | undefined }
  | { type: 'bus.cut'; sourceId: string }
  /** From the media engine, never from a person: a source stopped sending, or sends key frames again. */
  | { type: 'source.lost'; sourceId: string }
  | { type: 'source.returned'; sourceId: string }

export type BusEvent =
  | { type: 'sourcePreviewed'; data: { sourceId: string; label: string } }
  | {
      type: 'sourceTaken'
      data: { sourceId: string; label: string; fromSourceId: string }
    }
  | { type: 'sourceLost'; data: { sourceId: string; label: string } }
  | { type: 'slateShown'; data: { insteadOfSourceId: string | null } }
  | { type: 'sourceReturned'; data: { sourceId: string; label: string } }

export type BusDecision = { state: BusState; events: BusEvent[] }

/** A show that has not begun: nothing chosen, so the slate is what viewers see. */
export function emptyBus(): BusState {
  return {
    previewSourceId: null,
    programSourceId: slateSourceId,
    onAirSourceId: slateSourceId,
    takenAtMs: null,
  }
}

/**
 * Decides what a command does to preview and program (rules MD1 to MD8 in SPEC.md).
 * `programSourceId` is what the crew wants on air and survives a loss; `onAirSourceId` is what viewers get.
 * @throws DomainError `media.unknown-source`, `media.source-lost`, `media.stale`
 */
export function decideBus(
  state: BusState,
  command: BusCommand,
  sources: readonly SourceFacts[],
  now: EpochMs,
): BusDecision {
  switch (command.type) {
    case 'bus.preview': {
      const source = demandSource(sources, command.sourceId)
      if (state.previewSourceId === source.id) return { state, events: [] }
      return {
        state: { ...state, previewSourceId: source.id },
        events: [
          { type: 'sourcePreviewed', data: { sourceId: source.id, label: labelOf(source) } },
        ],
      }
    }
    case 'bus.take': {
      const expected = command.expectedPreviewId
      if (expected !== undefined && expected !== state.previewSourceId) {
        throw new DomainError('media.stale')
      }
      const source = demandLive(sources, state.previewSourceId)
      const decision = putOnAir(state, source, now)
      return {
        ...decision,
        state: { ...decision.state, previewSourceId: state.programSourceId },
      }
    }
    case 'bus.cut':
      return putOnAir(state, demandLive(sources, command.sourceId), now)
    case 'source.lost':
      return lose(state, command.sourceId, sources)
    case 'source.returned':
      return bringBack(state, command.sourceId, sources)
    default:
      return assertNever(command)
  }
}

function putOnAir(state: BusState, source: SourceFacts, now: EpochMs): BusDecision {
  if (state.programSourceId === source.id && state.onAirSourceId === source.id) {
    return { state, events: [] }
  }
  const events: BusEvent[] = [
    {
      type: 'sourceTaken',
      data: { sourceId: source.id, label: labelOf(source), fromSourceId: state.onAirSourceId },
    },
  ]
  if (source.id === slateSourceId) {
    events.push({ type: 'slateShown', data: { insteadOfSourceId: null } })
  }
  return {
    state: {
      ...state,
      programSourceId: source.id,
      onAirSourceId: source.id,
      takenAtMs: now,
    },
    events,
  }
}

function lose(state: BusState, sourceId: string, sources: readonly SourceFacts[]): BusDecision {
  const label = sources.find((source) => source.id === sourceId)?.label ?? sourceId
  if (state.onAirSourceId !== sourceId || sourceId === slateSourceId) {
    return { state, events: [{ type: 'sourceLost', data: { sourceId, label } }] }
  }
  return {
    state: { ...state, onAirSourceId: slateSourceId },
    events: [
      { type: 'sourceLost', data: { sourceId, label } },
      { type: 'slateShown', data: { insteadOfSourceId: sourceId } },
    ],
  }
}

function bringBack(
  state: BusState,
  sourceId: string,
  sources: readonly SourceFacts[],
): BusDecision {
  const label = sources.find((source) => source.id === sourceId)?.label ?? sourceId
  const wanted = state.programSourceId === sourceId && state.onAirSourceId !== sourceId
  return {
    state: wanted ? { ...state, onAirSourceId: sourceId } : state,
    events: [{ type: 'sourceReturned', data: { sourceId, label } }],
  }
}

function demandSource(sources: readonly SourceFacts[], sourceId: string | null): SourceFacts {
  const source = sources.find((candidate) => candidate.id === sourceId)
  if (!source) throw new DomainError('media.unknown-source')
  return source
}

function demandLive(sources: readonly SourceFacts[], sourceId: string | null): SourceFacts {
  const source = demandSource(sources, sourceId)
  if (source.state === 'lost') {
    throw new DomainError('media.source-lost', { label: labelOf(source) })
  }
  return source
}

function labelOf(source: SourceFacts): string {
  return source.label || source.id
}
