import { createStripe } from '@stallcast/payments'
import { connect } from '@stallcast/store'
import { createLogger } from '../../infra/logger.ts'
import { drainDeps } from '../index.ts'
import { drainOutbox } from '../outbox-drain.ts'

/** A worker of its own that drains once, for tests that kill it. Arguments: database, Stripe, time. */
const [databaseUrl = '', apiBase = '', nowMs = ''] = process.argv.slice(2)
const database = connect(databaseUrl)
await drainOutbox(
  drainDeps({
    database,
    stripe: createStripe({ apiBase }),
    now: () => Number(nowMs),
    log: createLogger('drain', 'silent'),
  }),
)
await database.destroy()
