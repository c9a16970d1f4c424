import { readList, writeList } from './remembered-list.ts'

/** What one person chose for the table on this device: its columns, and the groups that are folded. */
export class TableChoice {
  /** Keys in order; null: the usual ones. */
  columns = $state.raw<readonly string[] | null>(null)
  folded = $state.raw<ReadonlySet<string>>(new Set())
  readonly #key: string

  constructor(showId: string, role: string) {
    this.#key = `desk:${showId}:${role}`
    this.columns = readList(`${this.#key}:columns`)
    this.folded = new Set(readList(`${this.#key}:folded`))
  }

  choose(columns: readonly string[] | null): void {
    this.columns = columns
    writeList(`${this.#key}:columns`, columns)
  }

  fold(groupId: string, folded = !this.folded.has(groupId)): void {
    const rest = [...this.folded].filter((id) => id !== groupId)
    this.folded = new Set(folded ? [...rest, groupId] : rest)
    writeList(`${this.#key}:folded`, [...this.folded])
  }
}
