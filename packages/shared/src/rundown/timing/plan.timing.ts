import type { EpochMs } from '../../kernel/index.ts'
import type { Cue, StartMode } from '../document.schema.ts'
import type { RundownRow } from '../order.ts'
import type { RundownSettings } from '../views.schema.ts'
import { planGroups, type PlannedGroup } from './plan-groups.timing.ts'
import { timeOfDayNear } from './wall-time.ts'

/**
 * What is worth knowing of a cue's times. `pushed`: its soft start lies before the end of the cue before;
 * `overlap`: its hard start does. `end-passed`: its locked end lies before its start. `no-time`: it has a start or
 * an end by time of day that nobody has entered. `time-left-out`, `time-twice`: daylight saving.
 */
export type PlanNote =
  'gap' | 'overlap' | 'pushed' | 'end-passed' | 'no-time' | 'time-left-out' | 'time-twice'

/** A cue in the plan. `skipped` ones and `milestone`s take no time and are never taken. */
export type PlannedCue = {
  cueId: string
  kind: 'cue' | 'skipped' | 'milestone'
  groupId: string | null
  startMs: EpochMs
  endMs: EpochMs
  durationMs: number
  /** Free time between the end of the cue before and this one; negative: they overlap. */
  gapMs: number
  /** Start and end with the delays counted in; the same as the plan where there are none. */
  delayedStartMs: EpochMs
  delayedEndMs: EpochMs
  /** When it has to begin at the latest for the show to end at `fixedEndMs`; null without one. */
  backStartMs: EpochMs | null
  startMode: StartMode
  /** What its start mode and its lock hold on to. */
  anchorMs: EpochMs | null
  lockedEndMs: EpochMs | null
  ownDelayMs: number
  notes: readonly PlanNote[]
}

export type RundownPlan = {
  cues: readonly PlannedCue[]
  groups: readonly PlannedGroup[]
  startMs: EpochMs
  endMs: EpochMs
  /** The end with the delays counted in. */
  delayedEndMs: EpochMs
  fixedEndMs: EpochMs | null
  /** Until the fixed end after everything is done; negative: that much too long. */
  toFillMs: number | null
}

export type ShowTime = { startMs: EpochMs; timeZone: string }

/** Where the plan has come to, and where it has come to with the delays. */
type Cursor = { planMs: EpochMs; delayedMs: EpochMs; first: boolean }

/**
 * Start and end of every cue (RD40 to RD47), in one pass.
 * @param rows as `rundownOrder` gives them
 * @param show when it begins, and the zone whose clocks times of day are read from
 */
export function planRundown(
  rows: readonly RundownRow[],
  settings: Pick<RundownSettings, 'fixedEndMs'>,
  show: ShowTime,
): RundownPlan {
  const cursor: Cursor = { planMs: show.startMs, delayedMs: show.startMs, first: true }
  const cues: PlannedCue[] = []
  let startMs = show.startMs
  for (const row of rows) {
    if (row.kind === 'group') continue
    const wasFirst = cursor.first
    const planned = planCue(row.cue, row.group?.id ?? null, show.timeZone, cursor)
    if (wasFirst && !cursor.first) startMs = planned.startMs
    cues.push(planned)
  }
  backTime(cues, settings.fixedEndMs)
  return {
    cues,
    groups: planGroups(rows, cues),
    startMs,
    endMs: cursor.planMs,
    delayedEndMs: cursor.delayedMs,
    fixedEndMs: settings.fixedEndMs,
    toFillMs: settings.fixedEndMs === null ? null : settings.fixedEndMs - cursor.delayedMs,
  }
}

function planCue(cue: Cue, groupId: string | null, timeZone: string, cursor: Cursor): PlannedCue {
  const kind = cue.skip ? 'skipped' : cue.milestone ? 'milestone' : 'cue'
  const notes: PlanNote[] = []
  const anchorMs =
    kind === 'skipped' || cue.startMode === 'linked'
      ? null
      : momentOf(cue.startTodMs, timeZone, cursor.planMs, notes)
  const base = {
    cueId: cue.id,
    kind,
    groupId,
    backStartMs: null,
    startMode: cue.startMode,
    anchorMs,
  } as const
  if (kind !== 'cue') {
    const startMs = anchorMs ?? cursor.planMs
    const delayedStartMs = anchorMs ?? cursor.delayedMs
    return {
      ...base,
      startMs,
      endMs: startMs,
      durationMs: 0,
      gapMs: startMs - cursor.planMs,
      delayedStartMs,
      delayedEndMs: delayedStartMs,
      lockedEndMs: null,
      ownDelayMs: 0,
      notes,
    }
  }

  const { startMode, delayMs: ownDelayMs } = cue
  const startMs = startAfter(cursor.planMs, startMode, anchorMs, cursor.first)
  const delayedStartMs =
    startAfter(cursor.delayedMs, startMode, anchorMs, cursor.first) + ownDelayMs
  const lockedEndMs = cue.lockEnd ? momentOf(cue.endTodMs, timeZone, startMs, notes) : null
  const endMs = endAfter(startMs, cue.durationMs, lockedEndMs)
  const gapMs = cursor.first ? 0 : startMs - cursor.planMs
  if (gapMs > 0) notes.push('gap')
  if (gapMs < 0) notes.push('overlap')
  if (startMode === 'soft' && anchorMs !== null && anchorMs < startMs) notes.push('pushed')
  if (lockedEndMs !== null && lockedEndMs < startMs) notes.push('end-passed')
  const delayedEndMs = endAfter(delayedStartMs, cue.durationMs, lockedEndMs)
  Object.assign(cursor, { planMs: endMs, delayedMs: delayedEndMs, first: false })
  return {
    ...base,
    startMs,
    endMs,
    durationMs: endMs - startMs,
    gapMs,
    delayedStartMs,
    delayedEndMs,
    lockedEndMs,
    ownDelayMs,
    notes,
  }
}

function momentOf(
  todMs: number | null,
  timeZone: string,
  nearMs: EpochMs,
  notes: PlanNote[],
): EpochMs | null {
  if (todMs === null) {
    notes.push('no-time')
    return null
  }
  const { atMs, trouble } = timeOfDayNear(timeZone, todMs, nearMs)
  if (trouble) notes.push(trouble === 'twice' ? 'time-twice' : 'time-left-out')
  return atMs
}

/** When a cue begins after one that ends at `afterMs`; the first of a show waits for nothing. */
export function startAfter(
  afterMs: EpochMs,
  mode: StartMode,
  anchorMs: EpochMs | null,
  first = false,
): EpochMs {
  if (anchorMs === null || mode === 'linked') return afterMs
  return mode === 'hard' || first ? anchorMs : Math.max(anchorMs, afterMs)
}

/** A locked end stands, and a cue that begins behind it has no time left. */
export function endAfter(
  startMs: EpochMs,
  durationMs: number,
  lockedEndMs: EpochMs | null,
): EpochMs {
  return lockedEndMs === null ? startMs + durationMs : Math.max(startMs, lockedEndMs)
}

/** From the fixed end backwards (RD43); what comes before a hard start has to be done by then. */
function backTime(cues: PlannedCue[], fixedEndMs: EpochMs | null): void {
  if (fixedEndMs === null) return
  let back = fixedEndMs
  for (const cue of cues.toReversed()) {
    if (cue.kind === 'cue') {
      back = Math.min(back, cue.lockedEndMs ?? Infinity) - cue.durationMs
    }
    cue.backStartMs = back
    if (cue.kind === 'cue' && cue.startMode === 'hard' && cue.anchorMs !== null) {
      back = Math.min(back, cue.anchorMs)
    }
  }
}
