import type { Stripe } from '@stallcast/payments'
import type { Database } from '@stallcast/store'
import { createWorker, type QueueConfig } from '@stallcast/store/queues'
import { refundOrder } from '../commerce/index.ts'
import { every } from '../infra/every.ts'
import type { Logger } from '../infra/logger.ts'
import { drainOutbox, type DrainDeps } from './outbox-drain.ts'
import { settlementProposeJob } from './settlement-propose.job.ts'
import { payLine } from './transfer.effect.ts'
import { stripeTransfers } from './transfers.adapter.ts'

export { openPartyAccounts } from './party-accounts.ts'

export type SettlementJobDeps = {
  database: Database
  stripe: Stripe
  queueConfig: QueueConfig
  now: () => number
  log: Logger
}

/** Hints start a drain at once; this finds what has become due and what a lost hint left. */
const sweepEveryMs = 5_000

/** Works proposals and the outbox. */
export function registerSettlementJobs(deps: SettlementJobDeps): { close(): Promise<void> } {
  const drain = drainDeps(deps)
  const onError = (error: unknown, jobId: string | undefined) =>
    deps.log.warn({ err: error, jobId }, 'settlement job')
  const propose = createWorker(deps.queueConfig, 'settlement-propose', settlementProposeJob(deps), {
    onError,
  })
  const hints = createWorker(
    deps.queueConfig,
    'outbox-drain',
    async () => void (await drainOutbox(drain)),
    { onError },
  )
  const sweep = every(sweepEveryMs, async () => void (await drainOutbox(drain)), deps.log)
  return {
    async close() {
      await sweep.close()
      await Promise.all([propose.close(), hints.close()])
    },
  }
}

/** The outbox with what carries out each kind of effect. */
export function drainDeps(deps: Omit<SettlementJobDeps, 'queueConfig'>): DrainDeps {
  const transfer = { ...deps, transfers: stripeTransfers(deps.stripe) }
  return {
    ...deps,
    handlers: {
      transfer: (effect) => payLine(transfer, effect),
      refund: (effect) => refundOrder(deps, effect),
    },
  }
}
