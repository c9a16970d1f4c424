const longestWaitMs = 2_147_483_647
const retryMs = 1_000

/** Rings at the moment that was set last for each show; a ring that fails is tried again. */
export class Alarms {
  readonly #deps: {
    now: () => number
    ring: (showId: string) => Promise<void>
    failed: (error: unknown, showId: string) => void
  }
  readonly #waiting = new Map<string, NodeJS.Timeout>()
  #closed = false

  constructor(deps: {
    now: () => number
    ring: (showId: string) => Promise<void>
    failed: (error: unknown, showId: string) => void
  }) {
    this.#deps = deps
  }

  /** @param atMs null: not at all */
  set(showId: string, atMs: number | null): void {
    clearTimeout(this.#waiting.get(showId))
    this.#waiting.delete(showId)
    if (atMs === null || this.#closed) return
    const waitMs = Math.min(longestWaitMs, Math.max(0, atMs - this.#deps.now()))
    this.#waiting.set(
      showId,
      setTimeout(() => this.#ring(showId), waitMs),
    )
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#waiting.values()) clearTimeout(timer)
  }

  #ring(showId: string): void {
    this.#waiting.delete(showId)
    this.#deps.ring(showId).catch((error: unknown) => {
      if (this.#closed) return
      this.#deps.failed(error, showId)
      this.set(showId, this.#deps.now() + retryMs)
    })
  }
}
