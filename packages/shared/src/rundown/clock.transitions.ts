import { assertNever, DomainError, type EpochMs } from '../kernel/index.ts'
import { findCue, peekNext, settle, cueAfter, type CueOrder } from './clock.next.ts'
import type { ClockCommand, ClockEvent, ClockState, CueCard, TakenBy } from './clock.schema.ts'
import { cueRemainingMs } from './clock.timing.ts'
import { rollAt } from './timing/roll.timing.ts'

export type { CueOrder } from './clock.next.ts'
export type ClockDecision = { state: ClockState; events: ClockEvent[] }

/** What a person asks of a clock; whether it is the show's or a rehearsal's is not its business. */
export type RunningCommand = Exclude<ClockCommand, { type: 'clock.rehearse' }>

/**
 * Decides what a command does to the show clock (rules RD1 to RD9, RD53 to RD57 in SPEC.md).
 * @throws DomainError `clock.*`, `cue.unknown`
 */
export function decideClock(
  state: ClockState,
  command: RunningCommand,
  cues: CueOrder,
  now: EpochMs,
): ClockDecision {
  if (state.phase === 'ended') throw new DomainError('clock.ended')
  if ('expectedCueId' in command) demandFresh(state, command.expectedCueId)
  const handed = command.type === 'clock.roll' ? { state, events: [] } : byHand(state)
  const decision = decide(handed.state, command, cues, now)
  return {
    state: settle(decision.state, cues, now),
    events: [...handed.events, ...decision.events],
  }
}

function decide(
  state: ClockState,
  command: RunningCommand,
  cues: CueOrder,
  now: EpochMs,
): ClockDecision {
  switch (command.type) {
    case 'clock.go':
      return take(state, nextCue(state, cues), now, 'hand')
    case 'clock.jump':
      return take(state, findCue(cues, command.cueId), now, 'hand')
    case 'clock.back':
      return goBack(state, cues, now)
    case 'clock.hold':
      return hold(state, now)
    case 'clock.resume':
      return resume(state, now)
    case 'clock.addTime':
      return addTime(state, command.deltaMs)
    case 'clock.setTime':
      return addTime(state, command.remainingMs - (cueRemainingMs(state, now) ?? 0))
    case 'clock.load':
      return load(state, command.cueId === null ? null : findCue(cues, command.cueId), now, 'hand')
    case 'clock.skip':
      return skip(state, command.expectedNextId, cues)
    case 'clock.roll':
      return roll(state, command.on, cues, now)
    case 'clock.end':
      return end(state, now)
    default:
      return assertNever(command)
  }
}

/**
 * What the server does by itself once `dueAtMs` has come: the cue on air follows its predecessor to the
 * millisecond, or roll goes on with the plan. Null: nothing is due.
 */
export function followClock(
  state: ClockState,
  cues: CueOrder,
  now: EpochMs,
): (ClockDecision & { atMs: EpochMs }) | null {
  if (state.dueAtMs === null || state.dueAtMs > now) return null
  const atMs = state.roll ? now : state.dueAtMs
  const { state: acted, events } = act(state, cues, atMs)
  return { state: settle({ ...acted, dueAtMs: null }, cues, atMs), events, atMs }
}

function act(state: ClockState, cues: CueOrder, atMs: EpochMs): ClockDecision {
  if (state.roll) return rollOn(state, cues, atMs)
  const next = peekNext(state, cues)
  if (!next || state.cue?.autoFollow === 'none') return { state, events: [] }
  return state.cue?.autoFollow === 'load'
    ? load(state, next, atMs, 'follow')
    : take(state, next, atMs, 'follow')
}

/** Brings the cards in the state up to date with the document (no event: nothing was decided). */
export function refreshClock(state: ClockState, cues: CueOrder, now: EpochMs): ClockState {
  const cue = cues.find((candidate) => candidate.id === state.cue?.id) ?? state.cue
  const fresh = settle({ ...state, cue }, cues, now)
  return JSON.stringify(fresh) === JSON.stringify(state) ? state : fresh
}

function demandFresh(state: ClockState, expectedCueId: string | null): void {
  if ((state.cue?.id ?? null) !== expectedCueId) throw new DomainError('clock.stale')
}

/** A hand on the clock ends roll (RD54). */
function byHand(state: ClockState): ClockDecision {
  if (!state.roll) return { state, events: [] }
  return { state: { ...state, roll: false }, events: [{ type: 'rollEnded', data: {} }] }
}

function nextCue(state: ClockState, cues: CueOrder): CueCard {
  const cue = peekNext(state, cues)
  if (!cue) throw new DomainError('clock.no-cue')
  return cue
}

/** @param takenAtMs what its time counts from; with roll that is its planned start */
function take(
  state: ClockState,
  cue: CueCard,
  takenAtMs: EpochMs,
  by: TakenBy,
  takenBefore = [...state.takenBefore, ...(state.cue ? [state.cue.id] : [])].slice(-500),
): ClockDecision {
  const started = state.showStartedAtMs === null
  const taken: ClockState = {
    ...state,
    phase: 'running',
    cue,
    cueTakenAtMs: takenAtMs,
    cueHeldMs: 0,
    cueAddedMs: 0,
    heldSinceMs: null,
    showStartedAtMs: state.showStartedAtMs ?? takenAtMs,
    takenBefore,
    chosenNextId: null,
    loadedAtMs: null,
    dueAtMs: null,
  }
  const { id: cueId, title, durationMs: plannedMs } = cue
  const events: ClockEvent[] = started ? [{ type: 'showStarted', data: { cueId } }] : []
  events.push({
    type: 'cueTaken',
    data: { cueId, title, plannedMs, fromCueId: state.cue?.id ?? null, by },
  })
  return { state: taken, events }
}

function goBack(state: ClockState, cues: CueOrder, now: EpochMs): ClockDecision {
  const id = state.takenBefore.findLast((taken) => cues.some((cue) => cue.id === taken))
  if (id === undefined) throw new DomainError('clock.no-cue')
  const before = state.takenBefore.slice(0, state.takenBefore.lastIndexOf(id))
  return take(state, findCue(cues, id), now, 'hand', before)
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

function load(state: ClockState, cue: CueCard | null, now: EpochMs, by: TakenBy): ClockDecision {
  if (!cue) return { state: { ...state, chosenNextId: null, loadedAtMs: null }, events: [] }
  return {
    state: { ...state, chosenNextId: cue.id, loadedAtMs: now },
    events: [{ type: 'cueLoaded', data: { cueId: cue.id, title: cue.title, by } }],
  }
}

function skip(state: ClockState, expectedNextId: string, cues: CueOrder): ClockDecision {
  const next = nextCue(state, cues)
  if (next.id !== expectedNextId) throw new DomainError('clock.stale')
  const after = cueAfter(cues, next.id)
  if (!after) throw new DomainError('clock.no-cue')
  return {
    state: { ...state, chosenNextId: after.id, loadedAtMs: null },
    events: [{ type: 'cuePassedOver', data: { cueId: next.id, title: next.title } }],
  }
}

function roll(state: ClockState, on: boolean, cues: CueOrder, now: EpochMs): ClockDecision {
  if (state.roll === on) return { state, events: [] }
  if (!on) return byHand(state)
  if (state.phase === 'held') throw new DomainError('clock.held')
  const started: ClockEvent = { type: 'rollStarted', data: {} }
  const rolling = rollOn({ ...state, roll: true }, cues, now)
  return { state: rolling.state, events: [started, ...rolling.events] }
}

/** The cue that ought to be on goes on, with as much time left as the plan leaves it. */
function rollOn(state: ClockState, cues: CueOrder, now: EpochMs): ClockDecision {
  const { cue } = rollAt(cues, now)
  const startMs = cue?.plannedStartMs ?? now
  if (!cue) return { state, events: [] }
  if (cue.id !== state.cue?.id) return take(state, cue, startMs, 'roll')
  return { state: { ...state, cueTakenAtMs: startMs, cueHeldMs: 0, cueAddedMs: 0 }, events: [] }
}

function end(state: ClockState, now: EpochMs): ClockDecision {
  if (state.phase === 'idle') throw new DomainError('clock.not-running')
  return {
    state: {
      ...state,
      phase: 'ended',
      heldSinceMs: null,
      showEndedAtMs: now,
      chosenNextId: null,
      loadedAtMs: null,
    },
    events: [{ type: 'showEnded', data: { cueId: state.cue?.id ?? null } }],
  }
}
