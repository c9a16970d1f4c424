import { slateSourceId } from '@stallcast/shared/media'
import type { OrderTick } from '@stallcast/shared/commerce'
import type { ShowEvent } from '@stallcast/shared/protocol'
import {
  cueLengthMs,
  type ClockState,
  type Cue,
  type RundownExpectation,
  type RundownPlan,
} from '@stallcast/shared/rundown'
import { z } from 'zod'

/** What the timeline draws, worked out from the as-run log and the plan. All times are server time. */

export type Span = { fromMs: number; toMs: number }
export type CueSpan = Span & {
  key: string
  cueId: string
  title: string
  phase: 'done' | 'on-air' | 'next' | 'later'
}
export type TakeSpan = Span & { key: string; sourceId: string }

const cueTaken = z.object({ cueId: z.string(), title: z.string() })
const sourceTaken = z.object({ sourceId: z.string() })
const slateShown = z.object({ insteadOfSourceId: z.string().nullable() })

/** The cues as they ran, then as they are expected to run. */
export function cueSpans(
  events: readonly ShowEvent[],
  clock: ClockState,
  expected: RundownExpectation,
  cues: readonly Cue[],
  nowMs: number,
): CueSpan[] {
  const ran: CueSpan[] = []
  for (const event of events) {
    const taken = event.type === 'cueTaken' ? cueTaken.safeParse(event.data).data : undefined
    if (!taken && event.type !== 'showEnded') continue
    const last = ran.at(-1)
    if (last) Object.assign(last, { toMs: event.atMs, phase: 'done' })
    if (!taken) continue
    ran.push({
      key: `ran:${event.seq}`,
      cueId: taken.cueId,
      title: taken.title,
      fromMs: event.atMs,
      toMs: nowMs,
      phase: 'on-air',
    })
  }
  // A rehearsal is not in the log: what it has on is drawn from its clock alone.
  if (clock.cue && clock.cueTakenAtMs !== null && ran.at(-1)?.phase !== 'on-air') {
    if (clock.phase === 'running' || clock.phase === 'held') {
      const { id: cueId, title } = clock.cue
      const fromMs = clock.cueTakenAtMs
      ran.push({ key: 'rehearsed', cueId, title, fromMs, toMs: nowMs, phase: 'on-air' })
    }
  }
  const current = ran.at(-1)
  if (current?.phase === 'on-air') current.toMs = Math.max(nowMs, endOfCurrent(current, clock))
  return [...ran, ...expectedSpans(clock, expected, cues)]
}

function endOfCurrent(current: CueSpan, clock: ClockState): number {
  if (!clock.cue || clock.cue.id !== current.cueId || clock.cueTakenAtMs === null) return 0
  return clock.cueTakenAtMs + cueLengthMs(clock) + clock.cueHeldMs
}

function expectedSpans(
  clock: ClockState,
  expected: RundownExpectation,
  cues: readonly Cue[],
): CueSpan[] {
  if (clock.phase === 'ended') return []
  const byId = new Map(cues.map((cue) => [cue.id, cue]))
  return expected.cues.flatMap(({ cueId, startMs, endMs }): CueSpan[] => {
    const cue = byId.get(cueId)
    if (!cue || startMs === null || endMs === null || cueId === clock.cue?.id) return []
    if (cue.skip || cue.milestone) return []
    return [
      {
        key: `plan:${cueId}`,
        cueId,
        title: cue.title,
        fromMs: startMs,
        toMs: endMs,
        phase: clock.next?.id === cueId ? 'next' : 'later',
      },
    ]
  })
}

/** What viewers saw: takes, and the slate while a source was lost. */
export function takeSpans(events: readonly ShowEvent[], nowMs: number): TakeSpan[] {
  const spans: TakeSpan[] = []
  let wanted: string | null = null
  const show = (event: ShowEvent, sourceId: string): void => {
    const last = spans.at(-1)
    if (last?.sourceId === sourceId) return
    if (last) last.toMs = event.atMs
    spans.push({ key: `take:${event.seq}`, sourceId, fromMs: event.atMs, toMs: nowMs })
  }
  for (const event of events) {
    if (event.type === 'sourceTaken') {
      const taken = sourceTaken.safeParse(event.data).data
      if (!taken) continue
      wanted = taken.sourceId
      show(event, taken.sourceId)
    } else if (event.type === 'slateShown') {
      if (slateShown.safeParse(event.data).success) show(event, slateSourceId)
    } else if (event.type === 'sourceReturned') {
      const back = sourceTaken.safeParse(event.data).data
      if (back && back.sourceId === wanted) show(event, back.sourceId)
    }
  }
  return spans
}

const minuteMs = 60_000

/** The stretch of time that is shown: the whole show as planned and as expected, with a little air. */
export function timelineRange(
  clock: ClockState,
  plan: RundownPlan,
  expected: RundownExpectation,
  nowMs: number,
): Span {
  const start = clock.showStartedAtMs ?? plan.startMs
  const running = clock.phase === 'running' || clock.phase === 'held'
  const until = Math.max(start + plan.endMs - plan.startMs, expected.endMs, running ? nowMs : 0)
  const lengthMs = Math.max(10 * minuteMs, until - start)
  return { fromMs: start - lengthMs * 0.01, toMs: start + lengthMs * 1.03 }
}

const stepsMs = [0.5, 1, 2, 5, 10, 15, 30, 60, 120].map((minutes) => minutes * minuteMs)

/** Round times for the grid: eight to sixteen of them. */
export function gridTimes({ fromMs, toMs }: Span): number[] {
  const step = stepsMs.find((each) => (toMs - fromMs) / each <= 14) ?? 240 * minuteMs
  const first = Math.ceil(fromMs / step) * step
  return Array.from({ length: Math.floor((toMs - first) / step) + 1 }, (_, n) => first + n * step)
}

/** Where a time stands, 0 to 1 of the range; outside it is clamped. */
export function placeOf(atMs: number, { fromMs, toMs }: Span): number {
  return Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs)))
}

export type RevenuePoint = { atMs: number; perBinMinor: number; totalMinor: number }

/** Revenue in equal bins up to now, and its running total. */
export function revenueCurve(
  orders: readonly OrderTick[],
  range: Span,
  nowMs: number,
  bins = 60,
): RevenuePoint[] {
  const binMs = (range.toMs - range.fromMs) / bins
  const last = Math.min(bins, Math.max(0, Math.ceil((nowMs - range.fromMs) / binMs)))
  const sums = Array.from({ length: last }, () => 0)
  for (const order of orders) {
    const bin = Math.floor((order.paidAtMs - range.fromMs) / binMs)
    if (sums[bin] !== undefined) sums[bin] += order.totalMinor
  }
  let totalMinor = 0
  return sums.map((perBinMinor, bin) => {
    totalMinor += perBinMinor
    const atMs = Math.min(nowMs, range.fromMs + (bin + 1) * binMs)
    return { atMs, perBinMinor, totalMinor }
  })
}
