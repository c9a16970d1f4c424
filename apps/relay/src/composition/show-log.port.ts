import { systemActor } from '@stallcast/shared/crew'
import { isDomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import { commit, readState } from '@stallcast/store/rundown'
import type { ShowLog } from '../media/index.ts'

/** The media domain's log port over Postgres. */
export function createShowLog(database: Database): ShowLog {
  return {
    load: (showId, domain) => readState(database, showId, domain),
    async commit(showId, domain, expectedRev, state, events) {
      const [first] = events
      try {
        const { rev } = await commit(database, {
          showId,
          domain,
          expectedRev,
          state,
          atMs: first?.atMs ?? Date.now(),
          actor: first?.actor ?? systemActor,
          events,
        })
        return { rev }
      } catch (error) {
        if (isDomainError(error) && error.code === 'clock.stale') return null
        throw error
      }
    },
  }
}
