import { assertNever, DomainError, type EpochMs } from '../kernel/index.ts'
import type { ClockCommand, ClockEvent, ClockState, CueCard } from './clock.schema.ts'

/** The cues that can be taken, in show order: neither deleted nor skipped. */
export type CueOrder = readonly CueCard[]

export type ClockDecision = { state: ClockState; events: ClockEvent[] }

/**
 * Decides what a command does to the show clock (rules RD1 to RD9 in SPEC.md).
 * @throws DomainError `clock.*`, `cue.unknown`
 */
export function decideClock(
  state: ClockState,
  command: ClockCommand,
  cues: CueOrder,
  now: EpochMs,
): ClockDecision {
  if (state.phase === 'ended') throw new DomainError('clock.ended')
  switch (command.type) {
    case 'clock.go':
      demandFresh(state, command.expectedCueId)
      return take(state, nextCue(state, cues), cues, now, 'forward')
    case 'clock.jump':
      demandFresh(state, command.expectedCueId)
      return take(state, findCue(cues, command.cueId), cues, now, 'forward')
    case 'clock.back':
      demandFresh(state, command.expectedCueId)
      return take(state, previousCue(state, cues), cues, now, 'back')
    case 'clock.hold':
      return hold(state, now)
    case 'clock.resume':
      return resume(state, now)
    case 'clock.addTime':
      return addTime(state, command.deltaMs)
    case 'clock.end':
      return end(state, now)
    default:
      return assertNever(command)
  }
}

/** Brings the cards in the state up to date with the document (no event: nothing was decided). */
export function refreshClock(state: ClockState, cues: CueOrder): ClockState {
  const cue = cues.find((candidate) => candidate.id === state.cue?.id) ?? state.cue
  const next = state.phase === 'ended' ? null : (peekNext({ ...state, cue }, cues) ?? null)
  const unchanged =
    JSON.stringify(cue) === JSON.stringify(state.cue) &&
    JSON.stringify(next) === JSON.stringify(state.next)
  return unchanged ? state : { ...state, cue, next }
}

function demandFresh(state: ClockState, expectedCueId: string | null): void {
  if ((state.cue?.id ?? null) !== expectedCueId) throw new DomainError('clock.stale')
}

function findCue(cues: CueOrder, cueId: string): CueCard {
  const cue = cues.find((candidate) => candidate.id === cueId)
  if (!cue) throw new DomainError('cue.unknown')
  return cue
}

/** After the current cue in today's order; if the current one was deleted, after the last taken that still stands. */
function peekNext(state: ClockState, cues: CueOrder): CueCard | undefined {
  const passed = state.cue ? [...state.takenBefore, state.cue.id] : state.takenBefore
  for (const id of passed.toReversed()) {
    const at = cues.findIndex((cue) => cue.id === id)
    if (at >= 0) return cues[at + 1]
  }
  return cues[0]
}

function nextCue(state: ClockState, cues: CueOrder): CueCard {
  const cue = peekNext(state, cues)
  if (!cue) throw new DomainError('clock.no-cue')
  return cue
}

function previousCue(state: ClockState, cues: CueOrder): CueCard {
  const id = state.takenBefore.findLast((taken) => cues.some((cue) => cue.id === taken))
  if (id === undefined) throw new DomainError('clock.no-cue')
  return findCue(cues, id)
}

function take(
  state: ClockState,
  cue: CueCard,
  cues: CueOrder,
  now: EpochMs,
  direction: 'forward' | 'back',
): ClockDecision {
  const started = state.showStartedAtMs === null
  const taken: ClockState = {
    ...state,
    phase: 'running',
    cue,
    cueTakenAtMs: now,
    cueHeldMs: 0,
    cueAddedMs: 0,
    heldSinceMs: null,
    showStartedAtMs: state.showStartedAtMs ?? now,
    takenBefore:
      direction === 'back'
        ? state.takenBefore.slice(0, state.takenBefore.lastIndexOf(cue.id))
        : [...state.takenBefore, ...(state.cue ? [state.cue.id] : [])].slice(-500),
  }
  const events: ClockEvent[] = started ? [{ type: 'showStarted', data: { cueId: cue.id } }] : []
  events.push({
    type: 'cueTaken',
    data: {
      cueId: cue.id,
      title: cue.title,
      plannedMs: cue.durationMs,
      fromCueId: state.cue?.id ?? null,
    },
  })
  return { state: { ...taken, next: peekNext(taken, cues) ?? null }, events }
}

function hold(state: ClockState, now: EpochMs): ClockDecision {
  if (state.phase !== 'running' || !state.cue) throw new DomainError('clock.not-running')
  return {
    state: { ...state, phase: 'held', heldSinceMs: now },
    events: [{ type: 'showHeld', data: { cueId: state.cue.id } }],
  }
}

function resume(state: ClockState, now: EpochMs): ClockDecision {
  if (state.phase !== 'held' || !state.cue || state.heldSinceMs === null) {
    throw new DomainError('clock.not-held')
  }
  const heldMs = Math.max(0, now - state.heldSinceMs)
  return {
    state: { ...state, phase: 'running', heldSinceMs: null, cueHeldMs: state.cueHeldMs + heldMs },
    events: [{ type: 'showResumed', data: { cueId: state.cue.id, heldMs } }],
  }
}

function addTime(state: ClockState, deltaMs: number): ClockDecision {
  if (!state.cue) throw new DomainError('clock.not-running')
  return {
    state: { ...state, cueAddedMs: state.cueAddedMs + deltaMs },
    events: [{ type: 'timeAdded', data: { cueId: state.cue.id, deltaMs } }],
  }
}

function end(state: ClockState, now: EpochMs): ClockDecision {
  if (state.phase === 'idle') throw new DomainError('clock.not-running')
  return {
    state: { ...state, phase: 'ended', next: null, heldSinceMs: null, showEndedAtMs: now },
    events: [{ type: 'showEnded', data: { cueId: state.cue?.id ?? null } }],
  }
}
