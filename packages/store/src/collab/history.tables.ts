import type { PlaceChange } from '@stallcast/shared/rundown'
import type { Generated, JSONColumnType } from 'kysely'

export interface HistoryTables {
  doc_histories: { doc: string; seq: number }
  doc_changes: {
    doc: string
    first_seq: number
    seq: number
    path: string
    cue_id: string | null
    change: JSONColumnType<PlaceChange, string, string>
    session_id: string | null
    role: string | null
    person_name: string
    first_at_ms: number
    at_ms: number
  }
  doc_checkpoints: { doc: string; seq: number; state: Uint8Array }
  doc_versions: {
    id: string
    show_id: string
    kind: string
    seq: number
    at_ms: number
    name: string
    named_by: string
    session_id: string | null
    created_at: Generated<Date>
    deleted_at: Date | null
  }
}
