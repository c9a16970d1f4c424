import { DomainError } from '@stallcast/shared/kernel'
import { listShows } from '@stallcast/store/crew'
import type { Database } from '@stallcast/store'
import type { Logger } from '../infra/logger.ts'

export type OpenShow = (showId: string) => Promise<void>

/**
 * Loads a show into this relay once, domain by domain, in order; whoever asks meanwhile waits for the
 * same opening. One that fails is tried anew by the next who asks. After `close` nothing is opened, and what
 * was on its way has come to rest.
 */
export function createShowOpener(steps: readonly OpenShow[]) {
  const opening = new Map<string, Promise<void>>()
  let closed = false

  const openShow: OpenShow = (showId) => {
    const known = opening.get(showId)
    if (known) return known
    const now = (async () => {
      for (const step of steps) {
        if (closed) throw new DomainError('media.unavailable')
        await step(showId)
      }
    })()
    opening.set(showId, now)
    now.catch(() => opening.delete(showId))
    return now
  }

  return {
    openShow,
    /** At start: every show is brought up, so that one that was on air goes on without waiting for a browser. */
    async openAll(database: Database, log: Logger): Promise<void> {
      for (const show of await listShows(database)) {
        await openShow(show.id).catch((error: unknown) => {
          if (!closed) log.error({ err: error, showId: show.id }, 'a show could not be opened')
        })
      }
    },
    async close(): Promise<void> {
      closed = true
      await Promise.allSettled(opening.values())
    },
  }
}
