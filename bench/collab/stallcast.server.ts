import { createServer } from 'node:http'
import { roleSchema } from '@stallcast/shared/crew'
import { createDocumentLog } from '@stallcast/store/collab'
import { connect } from '@stallcast/store'
import { attachCollab, CollabService } from '../../apps/relay/src/collab/index.ts'
import { serve } from './server-process.ts'

// The relay's own gateway, gate and log on a real PostgreSQL; only the seat is what the query says.
const [databaseUrl = ''] = process.argv.slice(2)
const logger = { info: () => undefined, warn: console.warn, error: console.error }
const log = createDocumentLog(connect(databaseUrl))
const service = new CollabService({ log, clock: Date.now, logger })
const http = createServer()
attachCollab(http, {
  service,
  clock: Date.now,
  logger,
  authenticate(request) {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bench')
    const sessionId = searchParams.get('session') ?? 'bench'
    const role = roleSchema.parse(searchParams.get('as'))
    const showId = decodeURIComponent(pathname).split(':')[1] ?? ''
    return Promise.resolve({ sessionId, showId, role, personName: sessionId, tint: 0 })
  },
})
http.listen(0, '127.0.0.1', () => serve(http))
