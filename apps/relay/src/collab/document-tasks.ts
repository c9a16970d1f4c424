import type * as Y from 'yjs'
import type { LoggedUpdate } from './document-log.port.ts'
import type { DocumentPeer } from './document-peers.ts'

/** Whose name an edit of the server's stands under in the log. */
export type EditAuthor = Pick<LoggedUpdate, 'sessionId' | 'role' | 'personName'>

export const serverItself: EditAuthor = { sessionId: null, role: null, personName: 'Stallcast' }

export type UpdateTask = {
  type: 'update'
  peer: DocumentPeer
  update: Uint8Array
  answersSync: boolean
}
export type SyncTask = { type: 'sync'; peer: DocumentPeer; stateVector: Uint8Array }
/** Somebody has come in: to be asked for what we lack. */
export type GreetTask = { type: 'greet'; peer: DocumentPeer }
export type WriteTask = {
  type: 'write'
  edit: (doc: Y.Doc) => void
  author: EditAuthor
  settle: (error?: unknown) => void
}
export type ReadTask = {
  type: 'read'
  look: (doc: Y.Doc) => void
  settle: (error?: unknown) => void
}
/** What another relay says it has logged; without rows: look what there is. */
export type RemoteTask = { type: 'remote'; rows: readonly LoggedUpdate[] | null }
export type Task = UpdateTask | SyncTask | GreetTask | WriteTask | ReadTask | RemoteTask

export type Outcome = { rows: LoggedUpdate[]; remote: LoggedUpdate[]; settled: (() => void)[] }

export function refuseTask(task: Task, error: unknown): void {
  if (task.type === 'read' || task.type === 'write') task.settle(error)
}
