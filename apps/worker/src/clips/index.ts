import { unfinishedClips } from '@stallcast/store/clips'
import { createWorker, type QueueConfig, type Queues } from '@stallcast/store/queues'
import { clipRenderJob, type ClipJobDeps } from './clip-render.job.ts'

export type ClipWorkerDeps = ClipJobDeps & {
  queueConfig: QueueConfig
  queues: Pick<Queues, 'add' | 'forget'>
}

/**
 * Works the queue of clips, one at a time (an encoder takes two cores), and puts every clip that is not
 * finished back on it: whatever the queue forgot, the rows remember.
 */
export async function registerClipJobs(deps: ClipWorkerDeps): Promise<{ close(): Promise<void> }> {
  for (const { clipId, outAtMs } of await unfinishedClips(deps.database)) {
    // A job that another worker has in hand cannot be forgotten, and need not be.
    await deps.queues.forget('clip-render', clipId).catch(() => undefined)
    const delayMs = Math.max(0, outAtMs - deps.now())
    await deps.queues.add('clip-render', clipId, { clipId }, { delayMs })
  }
  return createWorker(deps.queueConfig, 'clip-render', clipRenderJob(deps), {
    concurrency: 1,
    onError: (error, jobId) => deps.log.warn({ err: error, clipId: jobId }, 'clip job'),
  })
}

export type { ClipJobDeps } from './clip-render.job.ts'
