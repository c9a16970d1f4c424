import { DomainError, type EpochMs } from '../kernel/index.ts'
import type { ClockState, CueCard } from './clock.schema.ts'
import { cueMoments } from './clock.timing.ts'
import { rollAt } from './timing/roll.timing.ts'

/** The cues that can be taken, in show order: neither deleted nor skipped. */
export type CueOrder = readonly CueCard[]

/** @throws DomainError `cue.unknown` */
export function findCue(cues: CueOrder, cueId: string): CueCard {
  const cue = cues.find((candidate) => candidate.id === cueId)
  if (!cue) throw new DomainError('cue.unknown')
  return cue
}

/**
 * What somebody chose; else the one after the current cue in today's order, or, if that was deleted, after the
 * last taken that still stands.
 */
export function peekNext(state: ClockState, cues: CueOrder): CueCard | undefined {
  const chosen = cues.find((cue) => cue.id === state.chosenNextId)
  return chosen ?? cues[placeOf(state, cues) + 1]
}

/** Where the show is in today's order; -1: before the first. */
function placeOf(state: ClockState, cues: CueOrder): number {
  const passed = state.cue ? [...state.takenBefore, state.cue.id] : state.takenBefore
  for (const id of passed.toReversed()) {
    const at = cues.findIndex((cue) => cue.id === id)
    if (at >= 0) return at
  }
  return -1
}

/** The cue that follows another in today's order. */
export function cueAfter(cues: CueOrder, cueId: string): CueCard | undefined {
  const at = cues.findIndex((cue) => cue.id === cueId)
  return at < 0 ? undefined : cues[at + 1]
}

/** Works out what comes next, and when the server acts by itself: to be called on every state that was changed. */
export function settle(state: ClockState, cues: CueOrder, now: EpochMs): ClockState {
  const stands = cues.some((cue) => cue.id === state.chosenNextId)
  const chosen: ClockState = stands ? state : { ...state, chosenNextId: null, loadedAtMs: null }
  const next = state.phase === 'ended' ? null : (peekNext(chosen, cues) ?? null)
  const settled = { ...chosen, next }
  return { ...settled, dueAtMs: dueAt(settled, cues, now) }
}

/**
 * When the server acts next by itself (RD53, RD54). The end of a cue that was moved into the past counts from
 * the moment it was moved; one that passed while no server ran counts as it stood.
 */
function dueAt(state: ClockState, cues: CueOrder, now: EpochMs): EpochMs | null {
  if (state.phase === 'ended') return null
  if (state.roll) {
    const { cue, changesAtMs } = rollAt(cues, now)
    return cue && cue.id !== state.cue?.id ? now : changesAtMs
  }
  const endAtMs = cueMoments(state)?.endAtMs
  const follow = state.cue?.autoFollow ?? 'none'
  if (endAtMs === undefined || follow === 'none' || !state.next) return null
  if (follow === 'load' && state.loadedAtMs !== null) return null
  const waiting = state.dueAtMs
  if (waiting !== null && waiting >= endAtMs && waiting <= now) return waiting
  return Math.max(endAtMs, now)
}
