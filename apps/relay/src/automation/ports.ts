import type { IncomingMessage } from 'node:http'
import type { Seat } from '@stallcast/shared/crew'
import type { LiveDomain, LiveState } from '@stallcast/shared/protocol'
import type { Database } from '@stallcast/store'
import type * as Y from 'yjs'
import type { Logger } from '../infra/logger.ts'

/** Whose name an edit of the run of show stands under. */
export type Author = { sessionId: string | null; role: Seat['role'] | null; personName: string }

/** What automation needs of the rest of the relay. */
export type AutomationPorts = {
  database: Database
  secret: string
  /** The public origin, for addresses that people copy. */
  origin: string
  log: Logger
  now: () => number
  /** The seat of a person at the screens. @throws DomainError `auth.*` */
  seat: (request: IncomingMessage, showId: string, role: string) => Promise<Seat>
  /** The one command router: what people press goes through it as well. @throws ZodError, DomainError */
  command: (seat: Seat, input: unknown) => Promise<unknown>
  openShow: (showId: string) => Promise<void>
  /** Whether this relay, of several, runs a show: triggers go off there only. */
  runsHere: (showId: string) => boolean
  live: <D extends LiveDomain>(showId: string, domain: D) => LiveState[D] | undefined
  /** The run of show. `read` must neither write nor keep what it is handed. */
  document: {
    read: <T>(showId: string, look: (doc: Y.Doc) => T) => Promise<T>
    /** Hears the name of each document that has changed, once the change is in the log. */
    onUpdate: (listener: (docName: string) => void) => () => void
    write: (showId: string, edit: (doc: Y.Doc) => void, author: Author) => Promise<void>
  }
  /** What outputs may reach besides public addresses. */
  allowedNetworks: readonly string[]
  osc: { port: number | null; host: string }
}
