import type { ClockState } from '@stallcast/shared/rundown'

/** What a look at the show clock saw. */
export type ClockSight = { cueId: string | null; title: string; phase: ClockState['phase'] }

/** What to say of a change of the show clock; null when there is nothing new, or it is the first look. */
export function clockWords(before: ClockSight | null, now: ClockSight): string | null {
  if (before === null) return null
  if (now.phase === 'ended') return before.phase === 'ended' ? null : 'The show has ended.'
  return now.cueId !== null && now.cueId !== before.cueId ? `On air: ${now.title}` : null
}

/** A rehearsal must not be mistaken for the show, nor the show for a rehearsal. */
export function rehearsalWords(before: boolean | null, now: boolean): string | null {
  if (before === null || before === now) return null
  return now ? 'Rehearsal. Nothing goes on air.' : 'The rehearsal is over.'
}
