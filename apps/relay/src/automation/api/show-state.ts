import type { ApiState } from '@stallcast/shared/automation'
import type { ShowCard } from '@stallcast/shared/protocol'
import {
  cueElapsedMs,
  cueRemainingMs,
  expectRundown,
  idleClock,
  planRundown,
  showElapsedMs,
  type CueCard,
} from '@stallcast/shared/rundown'
import type * as Y from 'yjs'
import type { AutomationPorts } from '../ports.ts'
import { readRows, readSettings } from '../../collab/index.ts'
import { numbered } from '../run-of-show.ts'

/** The whole show in one answer, as it is now. */
export async function readShowState(ports: AutomationPorts, show: ShowCard): Promise<ApiState> {
  const { id: showId } = show
  const { rows, settings, labels } = await ports.document.read(showId, readPlan)
  const clock = ports.live(showId, 'clock') ?? idleClock
  const now = ports.now()
  const plan = planRundown(rows, settings, {
    startMs: show.plannedStartMs,
    timeZone: show.timeZone,
  })
  const expected = expectRundown(plan, clock, now)
  const remainingMs = clock.phase === 'idle' ? null : cueRemainingMs(clock, now)
  const card = (cue: CueCard | null) =>
    cue && { id: cue.id, label: labels.get(cue.id) ?? cue.number, title: cue.title }
  return {
    serverNowMs: now,
    phase: clock.phase,
    onAir: card(clock.cue),
    next: card(clock.next),
    remainingMs,
    remaining: remainingMs === null ? '' : timeText(remainingMs),
    elapsedMs: cueElapsedMs(clock, now),
    showElapsedMs: showElapsedMs(clock, now),
    plannedEndMs: plan.endMs,
    expectedEndMs: expected.endMs,
    overUnderMs: expected.endOverMs,
    lateMs: expected.absoluteMs,
    clock,
    bus: ports.live(showId, 'bus') ?? null,
    sources: (ports.live(showId, 'sources') ?? []).map(({ id, number, label, state }) => ({
      id,
      number,
      label,
      state,
    })),
    offer: ports.live(showId, 'offer') ?? null,
    timers: ports.live(showId, 'timers') ?? null,
    stage: ports.live(showId, 'stage') ?? null,
  }
}

function readPlan(doc: Y.Doc) {
  const rows = readRows(doc)
  return {
    rows,
    settings: readSettings(doc),
    labels: new Map(numbered(rows).map(({ cue, label }) => [cue.id, label])),
  }
}

/** `1:05`, `1:02:03`, `-0:12`: time left as a display shows it, a started second counting whole. */
export function timeText(ms: number): string {
  const seconds = ms < 0 ? Math.floor(-ms / 1_000) : Math.ceil(ms / 1_000)
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3_600)
  const minutes = Math.floor(seconds / 60) % 60
  const clock = `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`
  return ms < 0 && seconds > 0 ? `-${clock}` : clock
}
