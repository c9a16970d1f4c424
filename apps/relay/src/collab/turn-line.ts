import { setImmediate as nextTick, setTimeout as pause } from 'node:timers/promises'

const maxTasksPerTurn = 256

/** Lets tasks through in order, what has gathered meanwhile as one turn, one turn at a time. */
export class TurnLine<Task> {
  readonly #takeTurn: (turn: readonly Task[]) => Promise<number>
  readonly #onFailed: (error: unknown, untaken: readonly Task[]) => void
  #tasks: Task[] = []
  #running: Promise<void> | null = null
  #ended = false
  #notBeforeMs = 0

  /**
   * @param takeTurn resolves with the time in ms in which the next turn had better not begin
   * @param onFailed is handed the turn that threw and all that stood behind it; the line is over then
   */
  constructor(
    takeTurn: (turn: readonly Task[]) => Promise<number>,
    onFailed: (error: unknown, untaken: readonly Task[]) => void,
  ) {
    this.#takeTurn = takeTurn
    this.#onFailed = onFailed
  }

  get isBusy(): boolean {
    return this.#tasks.length > 0 || this.#running !== null
  }

  get hasEnded(): boolean {
    return this.#ended
  }

  /** @returns false when the line is over */
  join(task: Task): boolean {
    if (this.#ended) return false
    this.#tasks.push(task)
    this.#start()
    return true
  }

  /** Waits until nobody stands in line, then lets nobody in any more. */
  async end(): Promise<void> {
    while (this.#running) await this.#running
    this.#ended = true
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      // Who joined in the moment between the last turn and here.
      if (this.#tasks.length > 0 && !this.#ended) this.#start()
    })
  }

  async #run(): Promise<void> {
    // What arrives in the same tick goes through together.
    await nextTick()
    await this.#rest()
    while (this.#tasks.length > 0 && !this.#ended) {
      const turn = this.#tasks.splice(0, maxTasksPerTurn)
      try {
        const restMs = await this.#takeTurn(turn)
        this.#notBeforeMs = performance.now() + restMs
        if (this.#tasks.length > 0) await this.#rest()
      } catch (error) {
        this.#ended = true
        const behind = this.#tasks
        this.#tasks = []
        this.#onFailed(error, [...turn, ...behind])
      }
    }
  }
  async #rest(): Promise<void> {
    const restMs = this.#notBeforeMs - performance.now()
    if (restMs > 0) await pause(restMs)
  }
}
