export { createQueues, createWorker } from './queues.ts'
export type { JobContext, JobHandler, QueueConfig, Queues, RunningWorker } from './queues.ts'
