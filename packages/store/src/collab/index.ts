export type { CollabTables } from './collab.tables.ts'
export { createDocumentLog } from './documents.repo.ts'
export type { LoggedUpdate, PostgresDocumentLog, StoredDocument } from './documents.repo.ts'
