import { createServer, type IncomingMessage, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { roleSchema, type Role, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import { documentName, type DocumentKind } from '@stallcast/shared/rundown'
import { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import type { RelayBus } from '../../infra/relay-bus.ts'
import { attachCollab } from '../collab.gateway.ts'
import { CollabService } from '../collab.service.ts'
import type { DocumentLog } from '../document-log.port.ts'
import type { CollabLimits } from '../limits.ts'
import { createDocument } from '../rundown-document.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

export type TestCollab = {
  service: CollabService
  http: Server
  url: string
  /** Seats withdrawn by session id: the next check of each finds them so. */
  withdrawn: Set<string>
  /** How long each check of a seat takes. */
  slowSeatMs: number
  /** Leaves without a goodbye, as a killed process does: nothing is flushed. */
  drop(): Promise<void>
  stop(): Promise<void>
}

/** The endpoint on a server of its own; a seat is what the query says (`as`, `session`, `name`, `show`). */
export async function startCollab(
  log: DocumentLog,
  limits: Partial<CollabLimits> = {},
  bus: RelayBus | null = null,
): Promise<TestCollab> {
  const http = createServer()
  const service = new CollabService({ log, clock: Date.now, logger: silent, limits, bus })
  const withdrawn = new Set<string>()
  const gateway = attachCollab(http, {
    service,
    async authenticate(request) {
      if (collab.slowSeatMs > 0) await pause(collab.slowSeatMs)
      return seatIn(request, withdrawn)
    },
    clock: Date.now,
    logger: silent,
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const drop = async () => {
    gateway.close()
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  }
  const collab: TestCollab = {
    service,
    http,
    url: `ws://127.0.0.1:${port}/collab`,
    withdrawn,
    slowSeatMs: 0,
    drop,
    async stop() {
      await drop()
      await service.close()
      await bus?.close()
    },
  }
  return collab
}

export type TestClient = {
  doc: Y.Doc
  provider: WebsocketProvider
  /** Resolves with the final close (4400 to 4499). */
  closed: Promise<{ code: number; reason: string }>
  synced(): Promise<void>
  leave(): void
}

const clients = new Set<TestClient>()

/** A y-websocket client with a document of its own. */
export function connectClient(
  url: string,
  given: {
    role: Role
    show?: string
    kind?: DocumentKind
    session?: string
    name?: string
    doc?: Y.Doc
  },
): TestClient {
  const { role, show = 'demo', kind = 'rundown', session = role, name = role } = given
  const doc = given.doc ?? createDocument(kind)
  const provider = new WebsocketProvider(url, documentName(show, kind), doc, {
    params: { as: role, session, name, show },
    disableBc: true,
  })
  const client: TestClient = {
    doc,
    provider,
    closed: new Promise((resolve) => provider.once('closed', (close) => resolve(close))),
    async synced() {
      if (!provider.synced) await new Promise((resolve) => provider.once('sync', resolve))
    },
    leave() {
      clients.delete(client)
      provider.destroy()
      doc.destroy()
    },
  }
  // y-websocket warns of each refusal on the console; the tests look at the close instead.
  provider.messageHandlers[2] = () => undefined
  clients.add(client)
  return client
}

export function leaveAll(): void {
  for (const client of clients) client.leave()
}

/** Waits for a condition on a document, looking after each of its updates. */
export async function until(doc: Y.Doc, holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => doc.once('update', resolve))
}

function seatIn(request: IncomingMessage, withdrawn: ReadonlySet<string>): Seat {
  const url = new URL(request.url ?? '/', 'http://collab')
  const role = roleSchema.safeParse(url.searchParams.get('as'))
  const sessionId = url.searchParams.get('session') ?? ''
  if (!role.success) throw new DomainError('auth.missing')
  if (withdrawn.has(sessionId)) throw new DomainError('auth.revoked')
  const personName = url.searchParams.get('name') ?? role.data
  const showId = url.searchParams.get('show') ?? 'demo'
  return { sessionId, showId, role: role.data, personName, tint: 0 }
}
