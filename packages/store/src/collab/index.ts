export type { CollabTables } from './collab.tables.ts'
export { appendUpdates, createDocumentLog } from './documents.repo.ts'
export type { LoggedUpdate, PostgresDocumentLog, StoredDocument } from './documents.repo.ts'
export { addCheckpoint, readCheckpoint } from './checkpoints.repo.ts'
export {
  addChanges,
  historySeq,
  lastInLog,
  listWriters,
  readChanges,
  readLog,
} from './history.repo.ts'
export type { HistoryTables } from './history.tables.ts'
export { dropVersion, listVersions, nameVersion } from './versions.repo.ts'
