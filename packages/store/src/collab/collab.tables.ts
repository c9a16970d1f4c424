import type { HistoryTables } from './history.tables.ts'

export interface CollabTables extends HistoryTables {
  doc_updates: {
    doc: string
    seq: number
    update: Uint8Array
    /** `null` session and role: the server itself. */
    session_id: string | null
    role: string | null
    person_name: string
    paths: string[]
    at_ms: number
  }
  doc_snapshots: {
    doc: string
    seq: number
    state: Uint8Array
    at_ms: number
  }
}
