import type { IncomingMessage } from 'node:http'
import type { ClipsState } from '@stallcast/shared/clips'
import type { Seat } from '@stallcast/shared/crew'
import type { Mark } from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import type { Queues } from '@stallcast/store/queues'

export type ClipsPorts = {
  database: Database
  queues: Pick<Queues, 'add' | 'forget'>
  /** Folder that holds `shows/{showId}/clips`. */
  mediaDir: string
  /** The marks that stand in the show's document now. */
  marks: (showId: string) => Promise<readonly Mark[]>
  publish: (showId: string, domain: 'clips', state: ClipsState) => void
  /** The seat that a request claims. @throws DomainError `auth.*` */
  seat: (request: IncomingMessage, showId: string, role: string) => Promise<Seat>
  now: () => number
  log: { error(fields: object, message: string): void }
  /** How long marks must rest before they are read: an edge that is dragged makes one clip, not fifty. */
  settleMs?: number
}
