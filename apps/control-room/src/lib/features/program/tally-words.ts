import type { Tally } from '@stallcast/shared/media'
import type { SourceView } from '@stallcast/shared/media'

/** State is never told by colour alone: each tally has its word. */
export const tallyWords: Record<Tally, string | null> = {
  'on-air': 'PGM',
  waiting: 'LOST',
  preview: 'PVW',
  idle: null,
}

/** The one thing worth knowing of a source at a glance: what is wrong, else how good it is. */
export function qualityText(source: SourceView): { text: string; bad: boolean } {
  if (source.state === 'lost') return { text: 'No picture', bad: true }
  if (source.lossPct !== null && source.lossPct >= 1) {
    return { text: `${source.lossPct.toFixed(1)} % loss`, bad: source.lossPct >= 3 }
  }
  return { text: source.height === null ? '' : `${source.height}p`, bad: false }
}
