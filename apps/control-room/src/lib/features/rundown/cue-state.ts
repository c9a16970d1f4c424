import type { Cue, ClockState } from '@stallcast/shared/rundown'

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

/** Colours a cue may carry, by name in the document; they group, they mean no state. */
export const cueColours = {
  slate: '#8d94a6',
  violet: '#c792ea',
  sky: '#59c2ff',
  amber: '#ffb86c',
  mint: '#8fd3a6',
  rose: '#f28fad',
} as const

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
  const { colour } = cue
  if (colour !== null && /^#[0-9a-f]{6}$/i.test(colour)) return colour
  const named = Object.entries(cueColours).find(([name]) => name === colour)
  return named?.[1] ?? cueColours[byType[cue.type]]
}
