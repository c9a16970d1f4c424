import { createPostgresBackend, Queue, UnrecoverableError, Worker, type JobsOptions } from 'bullmq'
import { jobSchemas, type JobPayload, type QueueName } from '@stallcast/shared/protocol'
import { Redis } from 'ioredis'

export type QueueConfig = { databaseUrl: string; redisUrl?: string | undefined }

export type Queues = {
  /**
   * Adds a job under a fixed id: adding it again while it is known does nothing.
   * @param jobId no ":" and not a bare integer (BullMQ's rule)
   */
  add<Q extends QueueName>(
    queue: Q,
    jobId: string,
    payload: JobPayload<Q>,
    options?: { delayMs?: number; priority?: number; attempts?: number },
  ): Promise<void>
  /** Forgets a finished or failed job, so that its id can be added again. */
  forget(queue: QueueName, jobId: string): Promise<void>
  close(): Promise<void>
}

export type JobContext = { jobId: string; attempt: number; signal: AbortSignal }
export type JobHandler<Q extends QueueName> = (
  payload: JobPayload<Q>,
  context: JobContext,
) => Promise<void>

/** Finished jobs are dropped soon: the rows in our own tables say what became of them. */
const keep: JobsOptions = {
  removeOnComplete: { age: 3600, count: 1000 },
  removeOnFail: { age: 86_400, count: 1000 },
  backoff: { type: 'exponential', delay: 500 },
}

/** BullMQ on Redis when there is one, on our PostgreSQL otherwise: same queues, same handlers. */
export function createQueues(config: QueueConfig): Queues {
  const redis = config.redisUrl ? new Redis(config.redisUrl, { maxRetriesPerRequest: null }) : null
  const open = new Map<QueueName, Queue>()

  const queue = (name: QueueName): Queue => {
    const known = open.get(name)
    if (known) return known
    const made = redis
      ? new Queue(name, { connection: redis })
      : (new Queue(
          name,
          { connection: postgresConnection(config.databaseUrl) },
          createPostgresBackend,
        ) as unknown as Queue)
    // A broken connection is retried inside; without a listener it would end the process.
    made.on('error', () => undefined)
    open.set(name, made)
    return made
  }

  return {
    async add(name, jobId, payload, options = {}) {
      await queue(name).add(name, jobSchemas[name].parse(payload), {
        ...keep,
        jobId,
        attempts: options.attempts ?? 5,
        ...(options.delayMs === undefined ? {} : { delay: options.delayMs }),
        ...(options.priority === undefined ? {} : { priority: options.priority }),
      })
    },
    async forget(name, jobId) {
      await queue(name).remove(jobId)
    },
    async close() {
      await Promise.all([...open.values()].map((each) => each.close()))
      redis?.disconnect()
    },
  }
}

export type RunningWorker = { close(): Promise<void> }

/**
 * Works a queue. A handler that throws is tried again with backoff; `permanent(error)` says that trying
 * again is useless. `close()` aborts what runs (its signal) and gives the job back to the queue.
 */
export function createWorker<Q extends QueueName>(
  config: QueueConfig,
  name: Q,
  handler: JobHandler<Q>,
  options: {
    concurrency?: number
    permanent?: (error: unknown) => boolean
    onError?: (error: unknown, jobId: string | undefined) => void
  } = {},
): RunningWorker {
  const abort = new AbortController()
  const redis = config.redisUrl ? new Redis(config.redisUrl, { maxRetriesPerRequest: null }) : null

  const process = async (job: { id?: string | undefined; data: unknown; attemptsMade: number }) => {
    try {
      await handler(jobSchemas[name].parse(job.data) as JobPayload<Q>, {
        jobId: job.id ?? '',
        attempt: job.attemptsMade + 1,
        signal: abort.signal,
      })
    } catch (error) {
      if (options.permanent?.(error)) {
        throw new UnrecoverableError(error instanceof Error ? error.message : String(error))
      }
      throw error
    }
  }
  const settings = {
    concurrency: options.concurrency ?? 1,
    stalledInterval: 5_000,
    lockDuration: 10_000,
  }
  const worker = redis
    ? new Worker(name, process, { ...settings, connection: redis })
    : new Worker(
        name,
        process,
        { ...settings, connection: postgresConnection(config.databaseUrl) },
        createPostgresBackend,
      )
  worker.on('error', (error: unknown) => options.onError?.(error, undefined))
  worker.on('failed', (job: { id?: string } | undefined, error: unknown) =>
    options.onError?.(error, job?.id),
  )

  return {
    async close() {
      abort.abort(new Error('the worker is closing'))
      await worker.close()
      redis?.disconnect()
    },
  }
}

function postgresConnection(databaseUrl: string) {
  return { connectionString: databaseUrl, migrate: true, schema: 'bullmq', max: 4 }
}
