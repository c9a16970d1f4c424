import type { Logger } from './logger.ts'

/**
 * Work that may be asked for far more often than it is worth doing: the first call runs at once, those that
 * come while it runs or rests make one more run. So the last state is always told, and never too late.
 */
export class Coalesced<Key> {
  readonly #work: (key: Key) => Promise<void>
  readonly #restMs: number
  readonly #log: Logger
  /** Keys at work or at rest; true: asked for again meanwhile. */
  readonly #busy = new Map<Key, boolean>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #closed = false

  constructor(work: (key: Key) => Promise<void>, options: { restMs: number; log: Logger }) {
    this.#work = work
    this.#restMs = options.restMs
    this.#log = options.log
  }

  touch(key: Key): void {
    if (this.#closed) return
    if (this.#busy.has(key)) {
      this.#busy.set(key, true)
      return
    }
    this.#busy.set(key, false)
    void this.#run(key)
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers) clearTimeout(timer)
  }

  async #run(key: Key): Promise<void> {
    try {
      await this.#work(key)
    } catch (error) {
      if (this.#closed) return
      this.#log.error({ err: error }, 'a state could not be told; it is tried again')
      this.#busy.set(key, true)
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      const again = this.#busy.get(key) === true
      this.#busy.delete(key)
      if (again) this.touch(key)
    }, this.#restMs)
    this.#timers.add(timer)
  }
}
