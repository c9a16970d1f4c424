import { documentName, newCueCard, type Cue, type CueCard } from '@stallcast/shared/rundown'
import { readCues, type CollabService } from '../collab/index.ts'

/** What other domains ask of the run of show, read from the live document. */
export function createCueReader(collab: CollabService) {
  const cues = (showId: string): Promise<Cue[]> =>
    collab.read(documentName(showId, 'rundown'), readCues)
  return {
    cues,
    async cue(showId: string, cueId: string): Promise<Cue | null> {
      return (await cues(showId)).find((cue) => cue.id === cueId) ?? null
    },
    /** The cues that the clock can take. */
    async cards(showId: string): Promise<CueCard[]> {
      return (await cues(showId))
        .filter((cue) => !cue.skip && !cue.milestone)
        .map(({ id, title, type, durationMs }) => newCueCard({ id, title, type, durationMs }))
    },
  }
}
export type CueReader = ReturnType<typeof createCueReader>
