import type { Choice } from '@stallcast/shared/rundown'
import { readCatalogue } from '@stallcast/store/commerce'
import type { Database } from '@stallcast/store'
import type { LiveHub } from '../live/index.ts'

/** What camera and product ids in cells stand for, for screens that know neither the bus nor the catalogue. */
export function createViewLookups(database: Database, hub: LiveHub) {
  return async (showId: string): Promise<{ sources: Choice[]; products: Choice[] }> => {
    const products = await readCatalogue(database, showId)
    const sources = hub.read(showId, 'sources') ?? []
    return {
      sources: sources.map(({ id, number, label }) => ({
        value: id,
        label: number === null ? label : `${number} ${label}`,
      })),
      products: products.map(({ id, title }) => ({ value: id, label: title })),
    }
  }
}
