import { connect } from '@stallcast/store'
import { createDocumentLog } from '@stallcast/store/collab'
import { RedisBus } from '../../infra/redis-bus.ts'
import { startCollab } from './collab-server.ts'

/** A relay's documents in a process of its own, to be killed: `relay-process.ts DATABASE_URL [REDIS_URL]`. */
const [databaseUrl = '', redisUrl = ''] = process.argv.slice(2)
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const log = createDocumentLog(connect(databaseUrl))
const collab = await startCollab(log, {}, redisUrl === '' ? null : new RedisBus(redisUrl, silent))
process.send?.(collab.url)
