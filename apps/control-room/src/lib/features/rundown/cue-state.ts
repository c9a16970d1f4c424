import type { Cue, ClockState } from '@stallcast/shared/rundown'
import { colourValue, cueColours } from '#lib/features/columns/colours.ts'

export type CueState = 'past' | 'on-air' | 'next' | 'later' | 'skipped'

/** How a cue stands to the show now. `onAirAt` is the row of the cue on air, −1 when nothing is. */
export function cueState(cue: Cue, index: number, clock: ClockState, onAirAt: number): CueState {
  if (clock.phase !== 'ended' && clock.cue?.id === cue.id) return 'on-air'
  if (cue.skip) return 'skipped'
  if (clock.phase === 'ended')
    return clock.takenBefore.includes(cue.id) || clock.cue?.id === cue.id ? 'past' : 'later'
  if (clock.next?.id === cue.id) return 'next'
  return index < onAirAt ? 'past' : 'later'
}

const byType: Record<Cue['type'], keyof typeof cueColours> = {
  segment: 'sky',
  offer: 'amber',
  video: 'violet',
  break: 'slate',
  settle: 'mint',
  custom: 'rose',
}

export const cueTypeNames: Record<Cue['type'], string> = {
  segment: 'Segment',
  offer: 'Offer',
  video: 'Video',
  break: 'Break',
  settle: 'Close the sale',
  custom: 'Other',
}

/** The dot of a cue: its own colour, else that of its type. */
export function cueColour(cue: Pick<Cue, 'colour' | 'type'>): string {
  return colourValue(cue.colour) ?? cueColours[byType[cue.type]]
}
