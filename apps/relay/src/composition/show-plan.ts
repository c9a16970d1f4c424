import { baselineOf, documentName, type Baseline } from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { readShow } from '@stallcast/store/crew'
import { readRows, readSettings, type CollabService } from '../collab/index.ts'

/** The plan of a show as its document and its planned start have it now. */
export function createShowPlan(deps: { collab: CollabService; database: Database }) {
  return async (showId: string, startedAtMs: number): Promise<Baseline> => {
    const show = await readShow(deps.database, showId)
    const name = documentName(showId, 'rundown')
    const { rows, settings } = await deps.collab.read(name, (doc) => ({
      rows: readRows(doc),
      settings: readSettings(doc),
    }))
    const time = { startMs: show.plannedStartMs, timeZone: show.timeZone }
    return baselineOf(rows, settings, time, startedAtMs)
  }
}
