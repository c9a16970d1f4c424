import type { Actor } from '@stallcast/shared/crew'
import { isDomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import type { JobHandler } from '@stallcast/store/queues'
import { appendEvents } from '@stallcast/store/rundown'
import { proposeStatement } from '@stallcast/store/settlement'

export type ProposeDeps = { database: Database; now: () => number }

/** Draws up the statement that a settle cue or a person asked for (ST11); with nothing to settle, the log says so. */
export function settlementProposeJob(deps: ProposeDeps): JobHandler<'settlement-propose'> {
  return async ({ showId, requestId, actor: asker }) => {
    const actor: Actor = { ...asker, role: null }
    const atMs = deps.now()
    try {
      await proposeStatement(deps.database, { showId, requestId, actor, atMs })
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'settlement.nothing') throw error
      await deps.database.transaction().execute((trx) =>
        appendEvents(trx, {
          showId,
          domain: 'settlement',
          atMs,
          actor,
          events: [{ type: 'nothingToSettle', data: { requestId } }],
        }),
      )
    }
  }
}
