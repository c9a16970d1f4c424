import { connect, type Database } from '@stallcast/store'
import { createQueues, type Queues } from '@stallcast/store/queues'
import { pino, type Logger } from 'pino'
import { readConfig, type ServerConfig } from './config.ts'

export type ServerContext = {
  config: ServerConfig
  database: Database
  queues: Queues
  log: Logger
  close(): Promise<void>
}

let context: ServerContext | undefined

/** What every server route shares; opened at the first request, never while building. */
export function serverContext(): ServerContext {
  context ??= open()
  return context
}

function open(): ServerContext {
  const config = readConfig(process.env)
  const database = connect(config.DATABASE_URL)
  const queues = createQueues({ databaseUrl: config.DATABASE_URL, redisUrl: config.REDIS_URL })
  const log = pino({ name: 'control-room', level: config.LOG_LEVEL }, pino.destination(2))
  return {
    config,
    database,
    queues,
    log,
    async close() {
      await queues.close()
      await database.destroy()
    },
  }
}
