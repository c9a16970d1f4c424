import type { EpochMs } from '../../kernel/index.ts'
import type { ClockState } from '../clock.schema.ts'
import { cueRemainingMs } from '../clock.timing.ts'
import { endAfter, startAfter, type PlannedCue, type RundownPlan } from './plan.timing.ts'

/** `startMs` of the cue that is on is when it was taken; both are null for what is behind us or passed over. */
export type ExpectedCue = { cueId: string; startMs: EpochMs | null; endMs: EpochMs | null }

/** Null when nothing of the group is on or to come. `overMs`: against its planned end, as the clock goes. */
export type ExpectedGroup = {
  groupId: string
  startMs: EpochMs | null
  endMs: EpochMs | null
  overMs: number | null
}

export type RundownExpectation = {
  cues: readonly ExpectedCue[]
  groups: readonly ExpectedGroup[]
  /** When the show will have ended. */
  endMs: EpochMs
  /** How late the show is against the plan on the wall; negative: early. */
  absoluteMs: number
  /** How late it is against a plan that began when the show did: what the show itself has gained or lost. */
  relativeMs: number
  /** How much later than planned the show will end, with what gaps and hard starts absorb. */
  endOverMs: number
  /** How much later than the fixed end; null without one. */
  fixedEndOverMs: number | null
}

/**
 * What will happen when, as the clock stands (RD48 to RD50). What is ahead is never expected in the past: a cue
 * that runs over pushes the rest before it, gaps take it up, and a hard start stands against it.
 */
export function expectRundown(
  plan: RundownPlan,
  clock: ClockState,
  now: EpochMs,
): RundownExpectation {
  const ended = clock.phase === 'ended'
  const at = placeOf(plan.cues, clock)
  const nextAt = ended ? plan.cues.length : nextPlace(plan.cues, clock, at)
  const onUntilMs = clock.cue
    ? now + Math.max(0, cueRemainingMs(clock, now) ?? 0)
    : Math.max(now, plan.startMs)
  let afterMs = onUntilMs
  let first = clock.cue === null
  const cues = plan.cues.map((cue, index): ExpectedCue => {
    const { cueId } = cue
    if (index === at && clock.cue?.id === cueId) {
      return { cueId, startMs: clock.cueTakenAtMs, endMs: ended ? clock.showEndedAtMs : onUntilMs }
    }
    if (index < nextAt) return { cueId, startMs: null, endMs: null }
    const startMs = Math.max(now, expectedStart(cue, afterMs, first))
    if (cue.kind !== 'cue') return { cueId, startMs, endMs: startMs }
    afterMs = endAfter(startMs, cue.durationMs, cue.lockedEndMs)
    first = false
    return { cueId, startMs, endMs: afterMs }
  })
  const endMs = clock.showEndedAtMs ?? afterMs
  const absoluteMs = lateness(plan, clock, { at, nextAt, onUntilMs, endMs, now }, cues)
  const startedLateMs = (clock.showStartedAtMs ?? plan.startMs) - plan.startMs
  return {
    cues,
    groups: expectGroups(plan, cues),
    endMs,
    absoluteMs,
    relativeMs: clock.showStartedAtMs === null ? 0 : absoluteMs - startedLateMs,
    endOverMs: endMs - plan.endMs,
    fixedEndOverMs: plan.fixedEndMs === null ? null : endMs - plan.fixedEndMs,
  }
}

function expectedStart(cue: PlannedCue, afterMs: EpochMs, first: boolean): EpochMs {
  return startAfter(afterMs, cue.startMode, cue.anchorMs, first) + cue.ownDelayMs
}

/** Where the show is: at the cue on air, or at the last taken one that still stands; -1 before the first. */
function placeOf(cues: readonly PlannedCue[], clock: ClockState): number {
  if (!clock.cue) return -1
  const places = new Map(cues.map(({ cueId }, index) => [cueId, index]))
  for (const id of [...clock.takenBefore, clock.cue.id].toReversed()) {
    const place = places.get(id)
    if (place !== undefined) return place
  }
  return -1
}

function nextPlace(cues: readonly PlannedCue[], clock: ClockState, at: number): number {
  const chosen =
    clock.chosenNextId === null ? -1 : cues.findIndex(({ cueId }) => cueId === clock.chosenNextId)
  return chosen >= 0 ? chosen : at + 1
}

/** Against the wall: the end of what is on, or the start of what comes, beside the plan's. */
function lateness(
  plan: RundownPlan,
  clock: ClockState,
  where: { at: number; nextAt: number; onUntilMs: EpochMs; endMs: EpochMs; now: EpochMs },
  expected: readonly ExpectedCue[],
): number {
  if (clock.phase === 'ended') return where.endMs - plan.endMs
  if (!clock.cue) return Math.max(0, where.now - plan.startMs)
  const on = plan.cues[where.at]
  if (on?.cueId === clock.cue.id) return where.onUntilMs - on.endMs
  const ahead = plan.cues.findIndex((cue, index) => index >= where.nextAt && cue.kind === 'cue')
  const startMs = expected[ahead]?.startMs ?? null
  return startMs === null
    ? where.endMs - plan.endMs
    : startMs - (plan.cues[ahead]?.startMs ?? startMs)
}

function expectGroups(plan: RundownPlan, expected: readonly ExpectedCue[]): ExpectedGroup[] {
  const byGroup = new Map<string, { startMs: EpochMs; endMs: EpochMs }>()
  plan.cues.forEach((cue, index) => {
    const { startMs = null, endMs = null } = expected[index] ?? {}
    if (cue.groupId === null || cue.kind !== 'cue' || startMs === null || endMs === null) return
    byGroup.set(cue.groupId, { startMs: byGroup.get(cue.groupId)?.startMs ?? startMs, endMs })
  })
  return plan.groups.map(({ groupId, endMs: plannedEndMs }) => {
    const times = byGroup.get(groupId)
    if (!times) return { groupId, startMs: null, endMs: null, overMs: null }
    return { groupId, ...times, overMs: times.endMs - plannedEndMs }
  })
}
