import { listOverdueOrders } from '@stallcast/store/commerce'
import { createWorker, type QueueConfig } from '@stallcast/store/queues'
import { every } from '../infra/every.ts'
import type { Logger } from '../infra/logger.ts'
import { holdExpireJob, type HoldExpiryDeps } from './hold-expire.job.ts'

export { refundOrder } from './refund.effect.ts'
export type { RefundDeps } from './refund.effect.ts'

export type CommerceJobDeps = HoldExpiryDeps & { queueConfig: QueueConfig; log: Logger }

const sweepEveryMs = 30_000
/** The job has its chance first. */
const graceMs = 30_000

/** Works the queue of holds, and sweeps up those whose job was lost. */
export function registerCommerceJobs(deps: CommerceJobDeps): { close(): Promise<void> } {
  const expire = holdExpireJob(deps)
  const worker = createWorker(deps.queueConfig, 'hold-expire', expire, {
    concurrency: 2,
    onError: (error, jobId) => deps.log.warn({ err: error, jobId }, 'hold job'),
  })
  const sweep = every(sweepEveryMs, () => sweepHolds(deps), deps.log)
  return {
    async close() {
      await sweep.close()
      await worker.close()
    },
  }
}

/** Ends every order whose hold ran out a while ago. One that fails does not keep the others. */
export async function sweepHolds(deps: HoldExpiryDeps & { log: Logger }): Promise<void> {
  const expire = holdExpireJob(deps)
  for (const orderId of await listOverdueOrders(deps.database, deps.now() - graceMs)) {
    try {
      await expire(
        { orderId },
        { jobId: `sweep-${orderId}`, attempt: 1, signal: new AbortController().signal },
      )
    } catch (error) {
      deps.log.warn({ err: error, orderId }, 'a hold could not be ended; it is tried again')
    }
  }
}
