import { isAbsolute, join } from 'node:path'
import { readShow, readShowBySlug } from '@stallcast/store/crew'
import { listShowSources } from '@stallcast/store/media'
import type { Database } from '@stallcast/store'
import { isDomainError } from '@stallcast/shared/kernel'
import type { Logger } from '../infra/logger.ts'
import type { Publish } from '../live/index.ts'
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
async function playShowSources(deps: {
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

/** Brings up the media of a show as they were left: its sources, what is on air, and the recording of a show that runs. */
export function openShowMedia(deps: {
  database: Database
  media: MediaService
  dataDir: string
  log: Logger
  publish: Publish
  isOnAir: (showId: string) => boolean
}): (showId: string) => Promise<void> {
  const { media, publish } = deps
  return async (showId) => {
    await playShowSources({ ...deps, showId })
    const { bus, sources, recording } = await media.snapshot(showId)
    publish(showId, 'bus', bus.state)
    publish(showId, 'sources', sources.state)
    publish(showId, 'recording', recording.state)
    if (deps.isOnAir(showId)) await media.startRecording(showId)
  }
}
