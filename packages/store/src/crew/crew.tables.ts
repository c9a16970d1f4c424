import type { ColumnType, Generated } from 'kysely'

export interface CrewTables {
  shows: {
    id: string
    slug: string
    title: string
    subtitle: Generated<string>
    currency: string
    time_zone: Generated<string>
    planned_start_ms: number
    created_at: Generated<Date>
    archived_at: Date | null
  }
  show_templates: {
    id: string
    name: string
    made_by: string
    from_title: string
    currency: string
    cue_count: number
    length_ms: number
    rundown: ColumnType<unknown, string, never>
    products: ColumnType<unknown, string, never>
    agreement: ColumnType<unknown, string | null, never>
    sources: ColumnType<unknown, string, never>
    created_at: Generated<Date>
  }
  invites: {
    id: string
    show_id: string
    role: string
    label: string
    tint: number
    expires_at: Date
    revoked_at: Date | null
    /** JSON of a `ViewGrant`; of observers only. */
    view_grant: ColumnType<unknown, string | null | undefined, string>
    created_at: Generated<Date>
  }
  sessions: {
    id: string
    invite_id: string
    show_id: string
    role: string
    person_name: string
    tint: number
    expires_at: Date
    revoked_at: Date | null
    created_at: Generated<Date>
  }
}
