import type { EpochMs } from '../../kernel/index.ts'
import type { CueCard } from '../clock.schema.ts'

/** The cue that ought to be on by the plan, and the moment at which that changes; null: there is none. */
export type RollSight = { cue: CueCard | null; changesAtMs: EpochMs | null }

/**
 * Roll by time of day (RD51): of the cues whose time it is, the one that began last. In a gap there is none.
 * @param cues those that can be taken, in running order
 */
export function rollAt(cues: readonly CueCard[], now: EpochMs): RollSight {
  let cue: CueCard | null = null
  let onUntilMs: EpochMs | null = null
  let changesAtMs: EpochMs | null = null
  for (const each of cues) {
    const { plannedStartMs: startMs, plannedEndMs: endMs } = each
    if (startMs === null || endMs === null) continue
    if (startMs > now) {
      if (endMs > startMs) changesAtMs = Math.min(changesAtMs ?? startMs, startMs)
    } else if (endMs > now && startMs >= (cue?.plannedStartMs ?? startMs)) {
      cue = each
      onUntilMs = endMs
    }
  }
  if (onUntilMs !== null) changesAtMs = Math.min(changesAtMs ?? onUntilMs, onUntilMs)
  return { cue, changesAtMs }
}
