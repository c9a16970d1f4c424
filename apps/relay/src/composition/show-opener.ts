import { listShows } from '@stallcast/store/crew'
import type { Database } from '@stallcast/store'
import type { Logger } from '../infra/logger.ts'

export type OpenShow = (showId: string) => Promise<void>

/**
 * Loads a show into this relay once, domain by domain, in order; whoever asks meanwhile waits for the
 * same opening. One that fails is tried anew by the next who asks.
 */
export function createShowOpener(steps: readonly OpenShow[]): OpenShow {
  const opening = new Map<string, Promise<void>>()
  return (showId) => {
    const known = opening.get(showId)
    if (known) return known
    const now = (async () => {
      for (const step of steps) await step(showId)
    })()
    opening.set(showId, now)
    now.catch(() => opening.delete(showId))
    return now
  }
}

/** At start: every show is brought up, so that one that was on air goes on without waiting for a browser. */
export async function openAllShows(
  database: Database,
  openShow: OpenShow,
  log: Logger,
): Promise<void> {
  for (const show of await listShows(database)) {
    await openShow(show.id).catch((error: unknown) =>
      log.error({ err: error, showId: show.id }, 'a show could not be opened'),
    )
  }
}
