import type { EpochMs } from '@stallcast/shared/kernel'

/** One accepted edit as the log keeps it; `null` session and role stand for the server itself. */
export type LoggedUpdate = {
  seq: number
  update: Uint8Array
  sessionId: string | null
  role: string | null
  personName: string
  paths: readonly string[]
  atMs: EpochMs
}

/**
 * Where documents live. The log is truth and audit in one and only grows; snapshots shorten loading.
 * One contract for every implementation: `document-log.contract.ts`.
 */
export type DocumentLog = {
  /** The newest snapshot and every update after it, oldest first. */
  load(doc: string): Promise<{
    snapshot: { seq: number; state: Uint8Array } | null
    updates: { seq: number; update: Uint8Array }[]
  }>
  /** All or nothing. @throws when one of the sequence numbers is taken: somebody else writes the document */
  append(doc: string, entries: readonly LoggedUpdate[]): Promise<void>
  snapshot(doc: string, seq: number, state: Uint8Array, atMs: EpochMs): Promise<void>
}
