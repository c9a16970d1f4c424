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
  /**
   * A turn at a document that several relays write: alone with it, `turn` is handed what was appended after
   * `afterSeq` and answers with what to append. Nothing is appended when it throws.
   */
  appendInTurn(
    doc: string,
    afterSeq: number,
    turn: (missed: readonly LoggedUpdate[]) => readonly LoggedUpdate[],
  ): Promise<void>
  /** What was appended after a sequence number, oldest first. */
  after(doc: string, seq: number): Promise<readonly LoggedUpdate[]>
  /** The last sequence number of each of these documents that has any. */
  heads(docs: readonly string[]): Promise<ReadonlyMap<string, number>>
  snapshot(doc: string, seq: number, state: Uint8Array, atMs: EpochMs): Promise<void>
}
