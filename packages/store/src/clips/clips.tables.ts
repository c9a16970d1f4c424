import type { ClipStatus } from '@stallcast/shared/clips'
import type { ErrorCode } from '@stallcast/shared/kernel'
import type { Generated, JSONColumnType } from 'kysely'

export interface ClipsTables {
  clips: {
    id: string
    show_id: string
    mark_id: string
    track: string
    in_at_ms: number
    out_at_ms: number
    label: string
    created_by: string
    created_at_ms: number
    status: Generated<ClipStatus>
    progress_pct: Generated<number>
    /** Why it failed: a code and its params, made a sentence when it is read. */
    failure: JSONColumnType<
      { code: ErrorCode; params: Record<string, string | number | boolean | null> } | null,
      string | null,
      string | null
    >
    /** Name of the folder that holds the finished files. */
    render_hash: string | null
    duration_ms: number | null
    bytes: number | null
    ready_at_ms: number | null
    /** Set while no mark asks for this window any more. */
    withdrawn_at_ms: number | null
  }
}
