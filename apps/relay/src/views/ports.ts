import type { ViewGrant } from '@stallcast/shared/crew'
import type { ViewLookups } from '@stallcast/shared/rundown'
import type * as Y from 'yjs'
import type { EditAuthor } from '../collab/index.ts'

/** What views need of the rest of the relay. */
export type ViewPorts = {
  documents: {
    read<T>(docName: string, look: (doc: Y.Doc) => T): Promise<T>
    writeAsServer(docName: string, edit: (doc: Y.Doc) => void, author: EditAuthor): Promise<void>
    onUpdate(
      docName: string | null,
      listener: (update: { docName: string; paths: readonly string[] }) => void,
    ): () => void
  }
  /** What a link grants now; null when it is withdrawn or has expired. */
  grant(inviteId: string): Promise<ViewGrant | null>
  /** The cameras and products that ids in cells stand for; groups come from the document. */
  lookups(showId: string): Promise<Omit<ViewLookups, 'groups'>>
  /** Closes everything that a session has open. */
  endSession(sessionId: string): void
  log: { error(fields: object, message: string): void }
}
