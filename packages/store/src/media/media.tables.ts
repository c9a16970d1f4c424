import type { Generated } from 'kysely'

export interface MediaTables {
  show_sources: {
    show_id: string
    source_id: string
    number: number | null
    label: string
    kind: Generated<'loop'>
    file: string
  }
}
