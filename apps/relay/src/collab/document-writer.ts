import type { Clock } from '@stallcast/shared/kernel'
import type { DocumentLog, LoggedUpdate } from './document-log.port.ts'
import type { DocumentState } from './document-state.ts'
import type { CollabLogger, CollabMetrics } from './metrics.ts'

export type DocumentWriterDeps = {
  name: string
  log: DocumentLog
  clock: Clock
  logger: CollabLogger
  metrics: CollabMetrics
  snapshotEveryUpdates: number
  /** Whether other relays may write the same document. */
  isShared: boolean
}

/** Brings edits into the log, and leaves snapshots behind. */
export class DocumentWriter {
  readonly #deps: DocumentWriterDeps
  readonly #state: DocumentState
  #unsavedUpdates = 0
  #isSnapshotDue = false
  #saving: Promise<void> | null = null

  constructor(deps: DocumentWriterDeps, state: DocumentState) {
    this.#deps = deps
    this.#state = state
  }

  /**
   * Resolves when what `decide` made of the document is in the log. Alone that is one round trip. Where
   * other relays write too, `decide` runs under the document's lock, after `takeIn` was given what they wrote.
   * @throws when it is not sure that all is in the log; memory may then be ahead of it
   */
  async append(
    decide: () => readonly LoggedUpdate[],
    takeIn: (missed: readonly LoggedUpdate[]) => void,
  ): Promise<void> {
    const { log, name, metrics, isShared } = this.#deps
    const startedAt = performance.now()
    let rows: readonly LoggedUpdate[] = []
    try {
      if (isShared) {
        await log.appendInTurn(name, this.#state.seq, (missed) => {
          takeIn(missed)
          rows = decide()
          return rows
        })
      } else {
        rows = decide()
        if (rows.length > 0) await log.append(name, rows)
      }
    } catch (error) {
      metrics.appendFailures += 1
      throw error
    }
    if (rows.length === 0) return
    metrics.appends += 1
    metrics.appendMs += performance.now() - startedAt
    metrics.updatesAccepted += rows.length
    this.#count(rows.length)
  }

  /** Writes it on the side: no edit waits for it. To be called while memory is as the log. */
  snapshotIfDue(): void {
    if (this.#isSnapshotDue && !this.#saving) {
      this.#saving = this.#saveSnapshot().finally(() => {
        this.#saving = null
      })
    }
  }

  async snapshotIfUnsaved(): Promise<void> {
    await this.#saving
    if (this.#unsavedUpdates > 0) await this.#saveSnapshot()
  }

  /** One relay takes each snapshot: the one whose edit brought the log over the mark. */
  #count(added: number): void {
    const { snapshotEveryUpdates } = this.#deps
    const before = Math.floor(this.#state.seq / snapshotEveryUpdates)
    this.#state.seq += added
    this.#unsavedUpdates += added
    if (Math.floor(this.#state.seq / snapshotEveryUpdates) > before) this.#isSnapshotDue = true
  }

  async #saveSnapshot(): Promise<void> {
    const { name, log, clock, logger } = this.#deps
    this.#unsavedUpdates = 0
    this.#isSnapshotDue = false
    try {
      await log.snapshot(name, this.#state.seq, this.#state.wholeState(), clock())
    } catch (error) {
      // Only a shortcut: the next one will do.
      logger.warn({ err: error, doc: name }, 'no snapshot was written')
    }
  }
}
