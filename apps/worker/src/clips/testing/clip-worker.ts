import { connect } from '@stallcast/store'
import { createQueues } from '@stallcast/store/queues'
import { registerClipJobs } from '../index.ts'

/** A worker of clips in a process of its own, for tests that kill it. */
const [databaseUrl = '', mediaDir = '', ffmpegPath = ''] = process.argv.slice(2)
await registerClipJobs({
  database: connect(databaseUrl),
  queues: createQueues({ databaseUrl }),
  queueConfig: { databaseUrl },
  mediaDir,
  ffmpegPath,
  ffprobePath: 'ffprobe',
  now: Date.now,
  log: { warn: () => undefined },
})
process.send?.({ type: 'ready' })
