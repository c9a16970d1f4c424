import type { DocumentKind, DocumentVersion } from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import {
  addChanges,
  addCheckpoint,
  historySeq,
  lastInLog,
  readCheckpoint,
  readLog,
} from '@stallcast/store/collab'
import { ChangeReader } from './change-reader.ts'
import { versionOf } from './document-version.ts'

const rowsAtATime = 1_000
/** No version is further than this many edits from a whole state. */
const checkpointEvery = 4_000
/** At the end of the log a whole state is worth it after fewer. */
const checkpointAtEnd = 500

/** Draws the history of documents from their logs, on as far as it has come. Remembers the last few. */
export class HistoryDrawer {
  readonly #database: Database
  readonly #readers = new Map<string, ChangeReader>()

  constructor(database: Database) {
    this.#database = database
  }

  /** Draws everything that is in the log by now. */
  async draw(doc: string, kind: DocumentKind): Promise<void> {
    let drawn = await historySeq(this.#database, doc)
    let reader = await this.#readerAt(doc, kind, drawn)
    let checkpoint = (await readCheckpoint(this.#database, doc, drawn))?.seq ?? 0
    for (;;) {
      const rows = await readLog(this.#database, doc, { afterSeq: drawn, limit: rowsAtATime })
      if (rows.length === 0) break
      const isLast = rows.length < rowsAtATime
      const changes = rows.flatMap((row) => reader.read(row))
      if (isLast) changes.push(...reader.openRuns())
      const added = await addChanges(this.#database, doc, {
        fromSeq: drawn,
        toSeq: reader.seq,
        changes,
      })
      if (!added) {
        // Another relay is at it, too: go on from where it has come to.
        this.#readers.delete(doc)
        drawn = await historySeq(this.#database, doc)
        reader = await this.#readerAt(doc, kind, drawn)
        continue
      }
      drawn = reader.seq
      if (drawn - checkpoint >= (isLast ? checkpointAtEnd : checkpointEvery)) {
        await addCheckpoint(this.#database, doc, { seq: drawn, state: reader.state() })
        checkpoint = drawn
      }
    }
    this.#remember(doc, reader)
  }

  /** The document as it was after a row of the log; null before the first. */
  async version(doc: string, kind: DocumentKind, seq: number): Promise<DocumentVersion | null> {
    const last = await lastInLog(this.#database, doc, { seq })
    if (!last) return null
    const reader = new ChangeReader(kind)
    await this.#advance(doc, reader, last.seq)
    return versionOf(reader.doc, kind, last)
  }

  async #readerAt(doc: string, kind: DocumentKind, seq: number): Promise<ChangeReader> {
    const known = this.#readers.get(doc)
    if (known?.seq === seq) return known
    const reader = new ChangeReader(kind)
    await this.#advance(doc, reader, seq)
    return reader
  }

  async #advance(doc: string, reader: ChangeReader, seq: number): Promise<void> {
    const checkpoint = await readCheckpoint(this.#database, doc, seq)
    if (checkpoint) reader.start(checkpoint.seq, checkpoint.state)
    while (reader.seq < seq) {
      const range = { afterSeq: reader.seq, toSeq: seq, limit: rowsAtATime }
      const rows = await readLog(this.#database, doc, range)
      if (rows.length === 0) return
      reader.pass(rows)
    }
  }

  #remember(doc: string, reader: ChangeReader): void {
    this.#readers.delete(doc)
    this.#readers.set(doc, reader)
    const oldest = this.#readers.keys().next().value
    if (this.#readers.size > 3 && oldest !== undefined) this.#readers.delete(oldest)
  }
}
