import type { Cue, RundownExpectation, RundownPlan, RundownRow } from '@stallcast/shared/rundown'

/** One cue on the two lanes of the timeline, all times in server time. */
export type PlanBar = {
  cueId: string
  title: string
  number: string
  shade: Pick<Cue, 'colour' | 'type'>
  milestone: boolean
  plan: { fromMs: number; toMs: number }
  /** As the clock goes; null for what is behind us. */
  expected: { fromMs: number; toMs: number } | null
  state: 'past' | 'on-air' | 'next' | 'later'
}
export type PlanGroup = { key: string; title: string; fromMs: number; toMs: number }
export type PlanView = { fromMs: number; toMs: number; bars: PlanBar[]; groups: PlanGroup[] }

/** The whole run of show on one scale: what was planned, and what will become of it. Null without cues. */
export function planView(
  rows: readonly RundownRow[],
  plan: RundownPlan,
  expected: RundownExpectation,
  clock: { onAirId: string | null; nextId: string | null },
): PlanView | null {
  const bars: PlanBar[] = []
  const groups = new Map<string, PlanGroup>()
  for (const row of rows) {
    if (row.kind === 'group' || row.cue.skip) continue
    const planned = plan.cues[row.index]
    if (!planned) continue
    const { startMs = null, endMs = null } = expected.cues[row.index] ?? {}
    const bar: PlanBar = {
      cueId: row.cue.id,
      title: row.cue.title,
      number: row.cue.number ?? String(row.index + 1),
      shade: { colour: row.cue.colour, type: row.cue.type },
      milestone: row.cue.milestone,
      plan: { fromMs: planned.startMs, toMs: planned.endMs },
      expected: startMs !== null && endMs !== null ? { fromMs: startMs, toMs: endMs } : null,
      state:
        row.cue.id === clock.onAirId
          ? 'on-air'
          : row.cue.id === clock.nextId
            ? 'next'
            : startMs === null
              ? 'past'
              : 'later',
    }
    bars.push(bar)
    if (!row.group) continue
    const group = groups.get(row.group.id)
    groups.set(row.group.id, {
      key: row.group.id,
      title: row.group.title,
      fromMs: Math.min(group?.fromMs ?? Infinity, bar.plan.fromMs),
      toMs: Math.max(group?.toMs ?? -Infinity, bar.plan.toMs),
    })
  }
  if (bars.length === 0) return null
  const spans = bars.flatMap((bar) => (bar.expected ? [bar.plan, bar.expected] : [bar.plan]))
  return {
    fromMs: Math.min(...spans.map((span) => span.fromMs)),
    toMs: Math.max(...spans.map((span) => span.toMs)),
    bars,
    groups: [...groups.values()],
  }
}
