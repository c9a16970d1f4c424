import { baselineOf, documentName, planRundown, type Baseline } from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { readShow } from '@stallcast/store/crew'
import { readRows, readSettings, type CollabService } from '../collab/index.ts'

/** The plan of a show as its document and its planned start have it now. */
export function createShowPlan(deps: { collab: CollabService; database: Database }) {
  const read = async (showId: string) => {
    const show = await readShow(deps.database, showId)
    const { rows, settings } = await deps.collab.read(documentName(showId, 'rundown'), (doc) => ({
      rows: readRows(doc),
      settings: readSettings(doc),
    }))
    return { rows, settings, time: { startMs: show.plannedStartMs, timeZone: show.timeZone } }
  }
  return {
    async plan(showId: string) {
      const { rows, settings, time } = await read(showId)
      return { rows, plan: planRundown(rows, settings, time) }
    },
    /** What a show that begins now is held against. */
    async baseline(showId: string, startedAtMs: number): Promise<Baseline> {
      const { rows, settings, time } = await read(showId)
      return baselineOf(rows, settings, time, startedAtMs)
    },
  }
}
