/** Colours that cues and groups may carry, by name in the document; they group, they mean no state. */
export const cueColours = {
  slate: '#8d94a6',
  violet: '#c792ea',
  sky: '#59c2ff',
  amber: '#ffb86c',
  mint: '#8fd3a6',
  rose: '#f28fad',
} as const

export type CueColourName = keyof typeof cueColours

/** What a colour of the document looks like; null when it is none that is known. */
export function colourValue(colour: string | null): string | null {
  if (colour === null) return null
  if (/^#[0-9a-f]{6}$/i.test(colour)) return colour
  return Object.entries(cueColours).find(([name]) => name === colour)?.[1] ?? null
}
