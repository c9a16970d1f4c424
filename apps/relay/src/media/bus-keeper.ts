import type { Actor } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import {
  busStateSchema,
  decideBus,
  emptyBus,
  type BusCommand,
  type BusState,
  type SourceFacts,
} from '@stallcast/shared/media'
import type { ShowLog } from './ports.ts'

const domain = 'bus'
const attempts = 4

/** The stored bus of one show: decides in the pure transitions, commits, then tells. One command at a time. */
export class BusKeeper {
  readonly #showId: string
  readonly #log: ShowLog
  readonly #facts: () => readonly SourceFacts[]
  readonly #onChanged: (state: BusState, rev: number) => void
  readonly #nowMs: () => number
  #queue: Promise<unknown> = Promise.resolve()
  state: BusState = emptyBus()
  rev = 0

  constructor(settings: {
    showId: string
    log: ShowLog
    facts: () => readonly SourceFacts[]
    onChanged: (state: BusState, rev: number) => void
    nowMs: () => number
  }) {
    this.#showId = settings.showId
    this.#log = settings.log
    this.#facts = settings.facts
    this.#onChanged = settings.onChanged
    this.#nowMs = settings.nowMs
  }

  /** Takes up what was stored; a state that cannot be read any more counts as none. */
  async load(): Promise<void> {
    const stored = await this.#log.load(this.#showId, domain)
    if (!stored) return
    this.rev = stored.rev
    this.state = busStateSchema.safeParse(stored.state).data ?? emptyBus()
  }

  /**
   * @throws DomainError as `decideBus`, and `media.stale` when other relays keep getting in first
   */
  async execute(command: BusCommand, actor: Actor): Promise<{ state: BusState; rev: number }> {
    const run = this.#queue.then(() => this.#execute(command, actor))
    this.#queue = run.catch(() => undefined)
    return run
  }

  async #execute(command: BusCommand, actor: Actor): Promise<{ state: BusState; rev: number }> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const atMs = Math.round(this.#nowMs())
      const { state, events } = decideBus(this.state, command, this.#facts(), atMs)
      if (events.length === 0) return { state, rev: this.rev }
      const entries = events.map((event) => ({ ...event, actor, atMs }))
      const stored = await this.#log.commit(this.#showId, domain, this.rev, state, entries)
      if (stored) {
        this.state = state
        this.rev = stored.rev
        this.#onChanged(state, stored.rev)
        return { state, rev: stored.rev }
      }
      await this.load()
      this.#onChanged(this.state, this.rev)
    }
    throw new DomainError('media.stale')
  }
}
