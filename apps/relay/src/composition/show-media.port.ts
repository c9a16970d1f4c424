import { isAbsolute, join } from 'node:path'
import { readShow, readShowBySlug } from '@stallcast/store/crew'
import { listShowSources } from '@stallcast/store/media'
import type { Database } from '@stallcast/store'
import { isDomainError } from '@stallcast/shared/kernel'
import type { Logger } from '../infra/logger.ts'
import type { FindShow, MediaService } from '../media/index.ts'

/** Finds a show by what stands in a public address: its id, or its slug. */
export function createFindShow(database: Database): FindShow {
  return async (name) => {
    for (const read of [readShow, readShowBySlug]) {
      try {
        return { id: (await read(database, name)).id }
      } catch (error) {
        if (!isDomainError(error)) throw error
      }
    }
    return null
  }
}

/** Puts the looped files of a show on its sources. A file that is missing costs that source, not the show. */
export async function playShowSources(deps: {
  database: Database
  media: MediaService
  dataDir: string
  log: Logger
  showId: string
}): Promise<void> {
  for (const source of await listShowSources(deps.database, deps.showId)) {
    const file = isAbsolute(source.file) ? source.file : join(deps.dataDir, source.file)
    try {
      await deps.media.registerLoop(deps.showId, {
        id: source.sourceId,
        number: source.number,
        label: source.label,
        file,
      })
    } catch (error) {
      deps.log.error({ err: error, file }, 'a looped source could not be played')
    }
  }
}
