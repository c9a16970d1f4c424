import type { ReportLine, ShowReport } from '@stallcast/shared/rundown'

/** One cue on the chart; places and widths are parts (0 to 1) of the width. */
export type ChartBar = {
  key: string
  cueId: string
  title: string
  from: number
  width: number
  /** How it went: as planned, more than ten seconds over, more than ten under; `plan` for planned bars. */
  tone: 'plan' | 'even' | 'over' | 'under'
}

export type ReportChart = {
  fromMs: number
  toMs: number
  planned: ChartBar[]
  actual: ChartBar[]
  /** Round times to draw a line at. */
  gridMs: number[]
}

/** Less than this is on time: nobody presses a key to the second. */
const toleranceMs = 10_000
const gridSteps = [1, 2, 5, 10, 15, 30, 60, 120, 240].map((minutes) => minutes * 60_000)
const wantedLines = 8

/** The plan above, what came of it below, on one scale of time. Null when there is nothing to draw. */
export function reportChart(report: ShowReport): ReportChart | null {
  const spans = report.lines.flatMap((line) =>
    [plannedSpan(line), actualSpan(line)].filter((span) => span !== null),
  )
  if (spans.length === 0) return null
  const fromMs = Math.min(...spans.map((span) => span.fromMs))
  const toMs = Math.max(...spans.map((span) => span.toMs), fromMs + 1)
  const scale = toMs - fromMs
  const bar = (line: ReportLine, span: Span, tone: ChartBar['tone']): ChartBar => ({
    key: `${tone === 'plan' ? 'plan' : span.fromMs}:${line.cueId}`,
    cueId: line.cueId,
    title: line.title,
    from: (span.fromMs - fromMs) / scale,
    width: (span.toMs - span.fromMs) / scale,
    tone,
  })
  const seen = new Set<string>()
  const planned = report.lines.flatMap((line) => {
    const span = plannedSpan(line)
    // A cue that was taken twice was planned once.
    if (!span || seen.has(line.cueId)) return []
    seen.add(line.cueId)
    return [bar(line, span, 'plan')]
  })
  const actual = report.lines.flatMap((line) => {
    const span = actualSpan(line)
    return span ? [bar(line, span, toneOf(line))] : []
  })
  return { fromMs, toMs, planned, actual, gridMs: gridOf(fromMs, toMs) }
}

type Span = { fromMs: number; toMs: number }

function plannedSpan(line: ReportLine): Span | null {
  if (line.plannedStartMs === null || line.plannedMs === null) return null
  return { fromMs: line.plannedStartMs, toMs: line.plannedStartMs + line.plannedMs }
}

function actualSpan(line: ReportLine): Span | null {
  if (line.actualStartMs === null || line.actualMs === null) return null
  return {
    fromMs: line.actualStartMs,
    toMs: line.actualEndMs ?? line.actualStartMs + line.actualMs + line.heldMs,
  }
}

function toneOf(line: ReportLine): ChartBar['tone'] {
  const over = line.overMs ?? 0
  if (Math.abs(over) <= toleranceMs) return 'even'
  return over > 0 ? 'over' : 'under'
}

function gridOf(fromMs: number, toMs: number): number[] {
  const step = gridSteps.find((each) => (toMs - fromMs) / each <= wantedLines) ?? gridSteps.at(-1)
  if (step === undefined) return []
  const first = Math.ceil(fromMs / step) * step
  return Array.from({ length: Math.floor((toMs - first) / step) + 1 }, (_, at) => first + at * step)
}
