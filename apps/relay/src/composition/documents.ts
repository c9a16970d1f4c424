import type { IncomingMessage, Server } from 'node:http'
import { documentName, parseDocumentName } from '@stallcast/shared/rundown'
import { DomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import { createDocumentLog } from '@stallcast/store/collab'
import type * as Y from 'yjs'
import { attachCollab, CollabService, type EditAuthor } from '../collab/index.ts'
import type { SeatGate } from '../crew/index.ts'
import type { Logger } from '../infra/logger.ts'
import type { RelayBus } from '../infra/relay-bus.ts'

const settleMs = 40

/** The shared documents over Postgres, with seats at the door. */
export function createDocuments(deps: {
  database: Database
  gate: SeatGate
  http: Server
  log: Logger
  bus: RelayBus | null
}) {
  const service = new CollabService({
    log: createDocumentLog(deps.database),
    clock: Date.now,
    logger: deps.log,
    bus: deps.bus,
  })
  const gateway = attachCollab(deps.http, {
    service,
    clock: Date.now,
    logger: deps.log,
    authenticate(request: IncomingMessage) {
      const url = new URL(request.url ?? '', 'http://relay')
      const name = parseDocumentName(decodeURIComponent(url.pathname.split('/')[2] ?? ''))
      if (!name) throw new DomainError('show.unknown')
      return deps.gate.seat(request, name.showId, url.searchParams.get('as'))
    },
  })

  const nameOf = (showId: string) => documentName(showId, 'rundown')
  return {
    service,
    /** The run of show, by show. `read` must neither write nor keep what it is handed. */
    rundown: {
      read: <T>(showId: string, look: (doc: Y.Doc) => T) => service.read(nameOf(showId), look),
      write: (showId: string, edit: (doc: Y.Doc) => void, author: EditAuthor) =>
        service.writeAsServer(nameOf(showId), edit, author),
      /** Hears the name of each document that has changed, once the change is in the log. */
      onUpdate: (listener: (docName: string) => void) =>
        service.onUpdate(null, ({ docName }) => listener(docName)),
    },
    /** Tells of a changed run of show, a burst of edits once. */
    onRundownChanged(listener: (showId: string) => void): void {
      const pending = new Set<string>()
      service.onUpdate(null, ({ docName }) => {
        const name = parseDocumentName(docName)
        if (name?.kind !== 'rundown' || pending.has(name.showId)) return
        pending.add(name.showId)
        setTimeout(() => {
          pending.delete(name.showId)
          listener(name.showId)
        }, settleMs)
      })
    },
    async close(): Promise<void> {
      gateway.close()
      await service.close()
    },
  }
}
