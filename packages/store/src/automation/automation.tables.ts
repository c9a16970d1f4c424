import type { Generated, JSONColumnType } from 'kysely'

export interface AutomationTables {
  api_keys: {
    id: string
    show_id: string
    name: string
    key_hash: string
    hint: string
    scopes: string[]
    created_by: string
    created_at: Generated<Date>
    expires_at: Date | null
    revoked_at: Date | null
    last_used_at: Date | null
  }
  api_requests: {
    key_id: string
    idempotency_key: string
    request_hash: string
    status: number | null
    body: JSONColumnType<unknown[]> | null
    created_at: Generated<Date>
  }
  automation_settings: {
    show_id: string
    fire_in_rehearsal: Generated<boolean>
    osc_enabled: Generated<boolean>
    osc_token_round: Generated<number>
    osc_senders: Generated<string[]>
    osc_scopes: Generated<string[]>
  }
  automation_outputs: {
    id: string
    show_id: string
    kind: 'webhook' | 'osc'
    name: string
    target: JSONColumnType<object>
    enabled: Generated<boolean>
    secret_round: Generated<number>
    created_at: Generated<Date>
    deleted_at: Date | null
  }
  automation_rules: {
    id: string
    show_id: string
    event_type: string
    output_id: string
    message: JSONColumnType<object> | null
    enabled: Generated<boolean>
    created_at: Generated<Date>
    deleted_at: Date | null
  }
  automation_deliveries: {
    id: string
    show_id: string
    output_id: string
    cause: string
    title: string
    payload: JSONColumnType<object>
    state: 'waiting' | 'sending' | 'delivered' | 'failed' | 'expired'
    attempts: Generated<number>
    next_attempt_at: Generated<Date>
    last_status: number | null
    last_error: string | null
    created_at: Generated<Date>
    finished_at: Date | null
  }
  trigger_firings: {
    show_id: string
    firing_key: string
    firing: JSONColumnType<object>
    finished_at: Date | null
    created_at: Generated<Date>
  }
}
