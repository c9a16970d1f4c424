import { readFileSync } from 'node:fs'
import { Server } from '@hocuspocus/server'
import * as Y from 'yjs'
import { serve } from './server-process.ts'

// As it comes, in memory: nothing is judged and nothing is kept.
const [stateFile = ''] = process.argv.slice(2)
const server = new Server({
  quiet: true,
  stopOnSignals: false,
  address: '127.0.0.1',
  port: 0,
  onLoadDocument({ document }) {
    Y.applyUpdate(document, readFileSync(stateFile))
    return Promise.resolve(document)
  },
})
await server.listen()
serve(server.httpServer)
