import type { LogEntry, ShowLog } from '../ports.ts'

/** A log in memory with the contract of the real one. */
export class MemoryShowLog implements ShowLog {
  readonly entries: LogEntry[] = []
  readonly #stored = new Map<string, { rev: number; state: unknown }>()

  async load(showId: string, domain: string): Promise<{ rev: number; state: unknown } | null> {
    return this.#stored.get(`${showId}/${domain}`) ?? null
  }

  async commit(
    showId: string,
    domain: string,
    expectedRev: number,
    state: object,
    events: readonly LogEntry[],
  ): Promise<{ rev: number } | null> {
    const key = `${showId}/${domain}`
    if ((this.#stored.get(key)?.rev ?? 0) !== expectedRev) return null
    this.entries.push(...events)
    this.#stored.set(key, { rev: expectedRev + 1, state })
    return { rev: expectedRev + 1 }
  }
}
