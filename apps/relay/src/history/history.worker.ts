/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin, only a window has */
import { parentPort, workerData } from 'node:worker_threads'
import { connect } from '@stallcast/store'
import { z } from 'zod'
import { HistoryDrawer } from './draw.ts'
import { historyJobSchema, type HistoryAnswer } from './history-jobs.schema.ts'

/**
 * A thread of its own: replaying a week of edits takes seconds, and the relay has a show to run. Jobs are done
 * one after the other.
 */
const { databaseUrl } = z.object({ databaseUrl: z.string() }).parse(workerData)
const database = connect(databaseUrl, { max: 1 })
const drawer = new HistoryDrawer(database)
let line: Promise<void> = Promise.resolve()

parentPort?.on('message', (message: unknown) => {
  if (message === 'end') {
    line = line.then(() => database.destroy()).then(() => parentPort?.close())
    return
  }
  const job = historyJobSchema.parse(message)
  line = line.then(async () => {
    let answer: HistoryAnswer
    try {
      if (job.type === 'draw') {
        await drawer.draw(job.doc, job.kind)
        answer = { id: job.id, version: null }
      } else {
        answer = { id: job.id, version: await drawer.version(job.doc, job.kind, job.seq) }
      }
    } catch (error) {
      answer = { id: job.id, failure: error instanceof Error ? (error.stack ?? '') : String(error) }
    }
    parentPort?.postMessage(answer)
  })
})
