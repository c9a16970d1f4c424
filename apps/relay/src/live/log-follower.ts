import type { ShowEvent } from '@stallcast/shared/protocol'
import type { Database } from '@stallcast/store'
import { latestEvents, readCursor, readEvents, writeCursor } from '@stallcast/store/rundown'
import type { Logger } from '../infra/logger.ts'

/** Must be idempotent: after a crash the last event may come again. */
export type Reaction = (event: ShowEvent) => Promise<void>

type Followed = { lastSeq: number; running: boolean; again: boolean }

const retryMs = 1_000

/**
 * Reads the as-run log of each open show as it grows, whoever writes it. Every row goes to the screens
 * once; each named reaction gets every row at least once, in order, across restarts (its cursor is kept).
 */
export class LogFollower {
  readonly #database: Database
  readonly #log: Logger
  readonly #push: (event: ShowEvent) => void
  readonly #reactsTo: (showId: string) => boolean
  readonly #reactions = new Map<string, Reaction>()
  readonly #screens = new Map<string, Followed>()
  readonly #consumers = new Map<string, Followed>()
  #closed = false

  /** @param deps.reactsTo whether this relay runs a show: of several that follow its log one reacts */
  constructor(deps: {
    database: Database
    log: Logger
    push: (event: ShowEvent) => void
    reactsTo?: (showId: string) => boolean
  }) {
    this.#database = deps.database
    this.#log = deps.log
    this.#push = deps.push
    this.#reactsTo = deps.reactsTo ?? (() => true)
  }

  react(consumer: string, reaction: Reaction): void {
    this.#reactions.set(consumer, reaction)
  }

  /** From the kept cursors on for the reactions, also where another relay has reacted until now. */
  async open(showId: string): Promise<void> {
    await this.openScreens(showId)
    for (const consumer of this.#reactions.keys()) {
      const lastSeq = await readCursor(this.#database, showId, consumer)
      this.#consumers.set(`${consumer} ${showId}`, { lastSeq, running: false, again: false })
    }
    this.wake(showId)
  }

  /** Only for the screens of this relay, from what comes next on. */
  async openScreens(showId: string): Promise<void> {
    if (this.#screens.has(showId)) return
    const screens = { lastSeq: 0, running: true, again: false }
    this.#screens.set(showId, screens)
    try {
      const [latest] = await latestEvents(this.#database, showId, 1)
      screens.lastSeq = latest?.seq ?? 0
      screens.running = false
    } catch (error) {
      this.#screens.delete(showId)
      throw error
    }
    this.wake(showId)
  }

  /** The log of a show may have grown. */
  wake(showId: string): void {
    const screens = this.#screens.get(showId)
    if (!screens || this.#closed) return
    void this.#drain(showId, screens, async (event) => this.#push(event))
    if (!this.#reactsTo(showId)) return
    for (const [consumer, reaction] of this.#reactions) {
      const state = this.#consumers.get(`${consumer} ${showId}`)
      if (!state) continue
      void this.#drain(showId, state, async (event) => {
        await reaction(event)
        await writeCursor(this.#database, showId, consumer, event.seq)
      })
    }
  }

  wakeAll(): void {
    for (const showId of this.#screens.keys()) this.wake(showId)
  }

  close(): void {
    this.#closed = true
  }

  async #drain(showId: string, state: Followed, handle: Reaction): Promise<void> {
    if (state.running) {
      state.again = true
      return
    }
    state.running = true
    try {
      do {
        state.again = false
        const rows = await readEvents(this.#database, showId, state.lastSeq)
        for (const row of rows) {
          await handle(row)
          state.lastSeq = row.seq
        }
        if (rows.length > 0) state.again = true
      } while (state.again && !this.#closed)
    } catch (error) {
      if (!this.#closed) {
        this.#log.error({ err: error, showId }, 'a reaction to the log failed; it is tried again')
        setTimeout(() => this.wake(showId), retryMs).unref()
      }
    } finally {
      state.running = false
    }
  }
}
