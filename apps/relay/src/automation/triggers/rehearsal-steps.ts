import type { RehearsalState, TriggerMoment } from '@stallcast/shared/rundown'
import type { CueMoment } from './trigger.service.ts'

/** What happened to cues between two states of a rehearsal, in the order in which the log would have it. */
export function rehearsalSteps(
  before: RehearsalState | undefined,
  after: RehearsalState,
  nowMs: number,
): CueMoment[] {
  const was = before?.clock ?? null
  const is = after.clock
  const steps: CueMoment[] = []
  const step = (on: TriggerMoment, cueId: string | undefined, at: number | null) => {
    if (cueId === undefined) return
    const occasion = `r${after.startedAtMs ?? before?.startedAtMs ?? 0}-${at ?? nowMs}`
    steps.push({ on, cueId, occasion, atMs: nowMs, rehearsal: true })
  }
  const running = (phase: string | undefined) => phase === 'running' || phase === 'held'
  const left = was?.cueTakenAtMs !== is?.cueTakenAtMs || !running(is?.phase)
  if (was && running(was.phase) && left) step('end', was.cue?.id, was.cueTakenAtMs)
  if (is && running(is.phase) && is.cueTakenAtMs !== (was?.cueTakenAtMs ?? null)) {
    step('start', is.cue?.id, is.cueTakenAtMs)
  }
  if (is && is.loadedAtMs !== null && is.loadedAtMs !== (was?.loadedAtMs ?? null)) {
    step('load', is.next?.id, is.loadedAtMs)
  }
  return steps
}
