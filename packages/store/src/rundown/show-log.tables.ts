import type { Baseline } from '@stallcast/shared/rundown'
import type { Generated, JSONColumnType } from 'kysely'

export interface ShowLogTables {
  show_events: {
    show_id: string
    seq: number
    at_ms: number
    domain: string
    type: string
    actor: JSONColumnType<{ sessionId: string | null; role: string | null; name: string }>
    data: JSONColumnType<Record<string, unknown>>
  }
  show_log_heads: { show_id: string; seq: Generated<number> }
  show_state: {
    show_id: string
    domain: string
    rev: number
    state: JSONColumnType<object>
    updated_at: Generated<Date>
  }
  show_cursors: { show_id: string; consumer: string; seq: number }
  show_baselines: { show_id: string; plan: JSONColumnType<Baseline> }
}
