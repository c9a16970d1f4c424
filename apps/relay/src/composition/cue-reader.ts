import { documentName, planCards, type Cue, type CueCard } from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { readShow } from '@stallcast/store/crew'
import { readCues, readRows, readSettings, type CollabService } from '../collab/index.ts'

/** What other domains ask of the run of show, read from the live document. */
export function createCueReader(collab: CollabService, database: Database) {
  const cues = (showId: string): Promise<Cue[]> =>
    collab.read(documentName(showId, 'rundown'), readCues)
  return {
    cues,
    async cue(showId: string, cueId: string): Promise<Cue | null> {
      return (await cues(showId)).find((cue) => cue.id === cueId) ?? null
    },
    /** The cues that the clock can take, with their planned times. */
    async cards(showId: string): Promise<CueCard[]> {
      const { plannedStartMs: startMs, timeZone } = await readShow(database, showId)
      return collab.read(documentName(showId, 'rundown'), (doc) =>
        planCards(readRows(doc), readSettings(doc), { startMs, timeZone }),
      )
    },
  }
}
export type CueReader = ReturnType<typeof createCueReader>
