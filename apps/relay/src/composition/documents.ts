import type { IncomingMessage, Server } from 'node:http'
import { parseDocumentName } from '@stallcast/shared/rundown'
import { DomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import { createDocumentLog } from '@stallcast/store/collab'
import { attachCollab, CollabService } from '../collab/index.ts'
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

  return {
    service,
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
