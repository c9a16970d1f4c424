/** One edit of this device: where, and what stood there afterwards. */
export type LocalEdit = { path: string; value: string; atMs: number }

/** The last edits of this device, one per path, newest last. */
export class LocalEdits {
  readonly #edits = new Map<string, LocalEdit>()

  note(edit: LocalEdit): void {
    this.#edits.delete(edit.path)
    this.#edits.set(edit.path, edit)
    const oldest = this.#edits.keys().next().value
    if (this.#edits.size > 200 && oldest !== undefined) this.#edits.delete(oldest)
  }

  /** What was edited since then and does not stand in the document as the server has it. */
  missing(sinceMs: number, valueAt: (path: string) => string | null): LocalEdit[] {
    return [...this.#edits.values()].filter(
      (edit) => edit.atMs >= sinceMs && valueAt(edit.path) !== edit.value,
    )
  }

  /** What was edited since then, kept or not. */
  since(sinceMs: number): LocalEdit[] {
    return [...this.#edits.values()].filter((edit) => edit.atMs >= sinceMs)
  }

  clear(): void {
    this.#edits.clear()
  }
}

/** A value of the document as text: what a person could type again. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object') {
    const text = String(value)
    return text.startsWith('[object') ? JSON.stringify(value) : text
  }
  return String(value as string | number | boolean)
}
