import { z } from 'zod'
import type { EpochMs } from '../../kernel/index.ts'
import type { Baseline, ReportLine, ShowReport } from './report.schema.ts'

/** What the report needs of a row of the as-run log. */
export type LoggedEvent = {
  atMs: EpochMs
  type: string
  data: Readonly<Record<string, unknown>>
}

const takenSchema = z.object({ cueId: z.string(), title: z.string(), plannedMs: z.number().int() })
const addedSchema = z.object({ deltaMs: z.number().int() })
const paidSchema = z.object({ cueId: z.string().nullable(), totalMinor: z.number().int() })

type Run = { line: ReportLine; heldSinceMs: EpochMs | null }

/**
 * The show as it was planned beside the show as it ran (RD80 to RD84).
 * @param baseline the plan at the first GO; null for a show that was never begun
 * @param events the whole as-run log, oldest first
 */
export function reportShow(
  baseline: Baseline | null,
  events: readonly LoggedEvent[],
  now: EpochMs,
): ShowReport {
  const planned = new Map(baseline?.cues.map((cue) => [cue.cueId, cue]))
  const lines: ReportLine[] = []
  let run: Run | null = null
  let startMs: EpochMs | null = null
  let endMs: EpochMs | null = null

  const close = (atMs: EpochMs): void => {
    if (run) closeRun(run, atMs)
    run = null
  }
  for (const event of events) {
    switch (event.type) {
      case 'showStarted':
        startMs ??= event.atMs
        break
      case 'cueTaken': {
        const taken = takenSchema.safeParse(event.data).data
        if (!taken) break
        close(event.atMs)
        const line = newLine(taken, planned.get(taken.cueId) ?? null, event.atMs)
        lines.push(line)
        run = { line, heldSinceMs: null }
        break
      }
      case 'showHeld':
        if (run) run.heldSinceMs = event.atMs
        break
      case 'showResumed':
        if (run) endHold(run, event.atMs)
        break
      case 'timeAdded':
        if (run) run.line.addedMs += addedSchema.safeParse(event.data).data?.deltaMs ?? 0
        break
      case 'orderPaid': {
        const paid = paidSchema.safeParse(event.data).data
        const line = paid && lines.findLast((each) => each.cueId === paid.cueId)
        if (!line) break
        line.orders += 1
        line.grossMinor += paid.totalMinor
        break
      }
      case 'showEnded':
        close(event.atMs)
        endMs = event.atMs
        break
      default:
        break
    }
  }
  // A show that is still on: its last cue has run until now and is not over.
  if (run) measure(run, now)
  const ran = new Set(lines.map((line) => line.cueId))
  const missed = (baseline?.cues ?? []).filter((cue) => !ran.has(cue.cueId))
  const plannedMs = baseline ? baseline.endMs - baseline.startMs : null
  const sales = events.flatMap((event) =>
    event.type === 'orderPaid' ? (paidSchema.safeParse(event.data).data ?? []) : [],
  )
  return {
    state: endMs !== null ? 'ended' : startMs !== null ? 'running' : 'not-started',
    plannedStartMs: baseline?.startMs ?? null,
    plannedEndMs: baseline?.endMs ?? null,
    actualStartMs: startMs,
    actualEndMs: endMs,
    overMs:
      endMs !== null && startMs !== null && plannedMs !== null ? endMs - startMs - plannedMs : null,
    heldMs: lines.reduce((sum, line) => sum + line.heldMs, 0),
    orders: sales.length,
    grossMinor: sales.reduce((sum, sale) => sum + sale.totalMinor, 0),
    lines: [...lines, ...missed.map(missedLine)],
  }
}

function newLine(
  taken: z.infer<typeof takenSchema>,
  plan: Baseline['cues'][number] | null,
  atMs: EpochMs,
): ReportLine {
  return {
    cueId: taken.cueId,
    number: plan?.number ?? '',
    title: taken.title,
    group: plan?.group ?? null,
    plannedStartMs: plan?.startMs ?? null,
    // A cue that came in live was still planned to be so long when it was taken.
    plannedMs: plan?.durationMs ?? taken.plannedMs,
    actualStartMs: atMs,
    actualEndMs: null,
    actualMs: null,
    heldMs: 0,
    addedMs: 0,
    overMs: null,
    lateMs: plan ? atMs - plan.startMs : null,
    orders: 0,
    grossMinor: 0,
  }
}

function missedLine(plan: Baseline['cues'][number]): ReportLine {
  return {
    ...newLine({ cueId: plan.cueId, title: plan.title, plannedMs: plan.durationMs }, plan, 0),
    actualStartMs: null,
    lateMs: null,
  }
}

function endHold(run: Run, atMs: EpochMs): void {
  if (run.heldSinceMs !== null) run.line.heldMs += Math.max(0, atMs - run.heldSinceMs)
  run.heldSinceMs = null
}

function closeRun(run: Run, atMs: EpochMs): void {
  measure(run, atMs)
  const { line } = run
  line.actualEndMs = atMs
  if (line.actualMs !== null && line.plannedMs !== null)
    line.overMs = line.actualMs - line.plannedMs
}

function measure(run: Run, atMs: EpochMs): void {
  endHold(run, atMs)
  const { line } = run
  if (line.actualStartMs !== null) {
    line.actualMs = Math.max(0, atMs - line.actualStartMs - line.heldMs)
  }
}
