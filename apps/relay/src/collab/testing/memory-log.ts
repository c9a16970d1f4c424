import type { DocumentLog, LoggedUpdate } from '../document-log.port.ts'

/** A document log in memory, for tests; it can be made to fail. */
export class MemoryDocumentLog implements DocumentLog {
  readonly rows = new Map<string, LoggedUpdate[]>()
  readonly snapshots = new Map<string, { seq: number; state: Uint8Array }>()
  /** Called before each append; throw to fail it, wait to delay it. */
  beforeAppend: () => void | Promise<void> = () => undefined

  readonly #turns = new Map<string, Promise<void>>()

  load(doc: string) {
    const snapshot = this.snapshots.get(doc) ?? null
    const updates = (this.rows.get(doc) ?? []).filter((row) => row.seq > (snapshot?.seq ?? 0))
    return Promise.resolve({ snapshot, updates })
  }

  async append(doc: string, entries: readonly LoggedUpdate[]): Promise<void> {
    await this.beforeAppend()
    const rows = this.rows.get(doc) ?? []
    const taken = new Set(rows.map((row) => row.seq))
    if (entries.some((entry) => taken.has(entry.seq))) throw new Error('sequence number is taken')
    this.rows.set(
      doc,
      [...rows, ...entries].toSorted((a, b) => a.seq - b.seq),
    )
  }

  appendInTurn(
    doc: string,
    afterSeq: number,
    turn: (missed: readonly LoggedUpdate[]) => readonly LoggedUpdate[],
  ): Promise<void> {
    const before = this.#turns.get(doc) ?? Promise.resolve()
    const mine = before
      .catch(() => undefined)
      .then(async () => this.append(doc, turn(await this.after(doc, afterSeq))))
    this.#turns.set(doc, mine)
    return mine
  }

  after(doc: string, seq: number): Promise<LoggedUpdate[]> {
    return Promise.resolve((this.rows.get(doc) ?? []).filter((row) => row.seq > seq))
  }

  heads(docs: readonly string[]): Promise<Map<string, number>> {
    const known = docs.flatMap((doc): [string, number][] => {
      const last = this.rows.get(doc)?.at(-1)
      return last ? [[doc, last.seq]] : []
    })
    return Promise.resolve(new Map(known))
  }

  snapshot(doc: string, seq: number, state: Uint8Array): Promise<void> {
    if (seq > (this.snapshots.get(doc)?.seq ?? 0)) this.snapshots.set(doc, { seq, state })
    return Promise.resolve()
  }
}
