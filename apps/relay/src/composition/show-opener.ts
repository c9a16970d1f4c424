import { DomainError } from '@stallcast/shared/kernel'

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
    async close(): Promise<void> {
      closed = true
      await Promise.allSettled(opening.values())
    },
  }
}
