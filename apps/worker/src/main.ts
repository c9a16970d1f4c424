import { join } from 'node:path'
import { createStripe } from '@stallcast/payments'
import { connect } from '@stallcast/store'
import { createQueues } from '@stallcast/store/queues'
import { registerClipJobs } from './clips/index.ts'
import { registerCommerceJobs } from './commerce/index.ts'
import { readConfig } from './config.ts'
import { every } from './infra/every.ts'
import { createLogger } from './infra/logger.ts'
import { openPartyAccounts, registerSettlementJobs } from './settlement/index.ts'

/** The composition root of the worker: every queue's handler, and what it needs. */
const config = readConfig(process.env)
const log = createLogger('worker', config.LOG_LEVEL)
const database = connect(config.DATABASE_URL)
const queueConfig = { databaseUrl: config.DATABASE_URL, redisUrl: config.REDIS_URL }
const queues = createQueues(queueConfig)
const stripe = createStripe({
  secretKey: config.STRIPE_SECRET_KEY,
  apiBase: config.STRIPE_API_BASE,
})
const now = Date.now

const running = [
  await registerClipJobs({
    database,
    queues,
    queueConfig,
    mediaDir: join(config.STALLCAST_DATA_DIR, 'media'),
    ffmpegPath: config.FFMPEG_PATH,
    ffprobePath: config.FFPROBE_PATH,
    now,
    log,
  }),
  registerCommerceJobs({ database, stripe, queueConfig, now, log }),
  registerSettlementJobs({ database, stripe, queueConfig, now, log }),
]
// With a Stripe key people open their own accounts; the emulator's are opened for them.
if (!config.STRIPE_SECRET_KEY) {
  const accountsEveryMs = 5_000
  const open = async () => void (await openPartyAccounts({ database, stripe }))
  open().catch((err: unknown) => log.debug({ err }, 'accounts are opened at the next turn'))
  running.push(every(accountsEveryMs, open, log))
}
process.send?.({ type: 'ready' })

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await Promise.all(running.map((each) => each.close()))
  await queues.close()
  await database.destroy()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
process.on('disconnect', () => void stop())
