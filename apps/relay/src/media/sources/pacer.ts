/** One timer for everything in a relay that has to move with time: loops, silence, watching for losses. */
export class Pacer {
  readonly #nowMs: () => number
  readonly #everyMs: number
  #tasks: readonly ((nowMs: number) => void)[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(nowMs: () => number, everyMs = 10) {
    this.#nowMs = nowMs
    this.#everyMs = everyMs
  }

  /** Calls `task` about every 10 ms until the returned function is called. The timer runs only while it is needed. */
  add(task: (nowMs: number) => void): () => void {
    this.#tasks = [...this.#tasks, task]
    this.#timer ??= setInterval(() => this.#tick(), this.#everyMs)
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task)
      if (this.#tasks.length === 0 && this.#timer) {
        clearInterval(this.#timer)
        this.#timer = null
      }
    }
  }

  #tick(): void {
    const nowMs = this.#nowMs()
    for (const task of this.#tasks) task(nowMs)
  }
}
