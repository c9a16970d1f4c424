import { DomainError } from '@stallcast/shared/kernel'
import type { Leases } from '@stallcast/store'
import type { Logger } from '../infra/logger.ts'

export type ShowOwnerDeps = {
  /** `null`: this is the only relay, and every show is its own. */
  leases: Pick<Leases, 'take' | 'held'> | null
  /** All shows, those on air first. */
  shows: () => Promise<readonly { showId: string; isOnAir: boolean }[]>
  /** Brings a show up here: media, reactions, timers. Once; when it throws, the next who asks tries anew. */
  run: (showId: string) => Promise<void>
  log: Pick<Logger, 'info' | 'error'>
  sweepEveryMs?: number
}

/**
 * Which shows this relay runs. One relay owns a show: its media, reactions and timers are there. Others may
 * serve its documents and screens, and one of them takes it over when the owner dies.
 */
export class ShowOwner {
  readonly #deps: ShowOwnerDeps
  readonly #owned = new Set<string>()
  readonly #running = new Map<string, Promise<void>>()
  #freeBefore: ReadonlySet<string> = new Set()
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(deps: ShowOwnerDeps) {
    this.#deps = deps
  }

  owns(showId: string): boolean {
    return this.#deps.leases === null || this.#owned.has(showId)
  }

  /** The shows that are run here now. */
  owned(): string[] {
    return [...this.#running.keys()]
  }

  /** Takes the show unless another relay has it. @returns whether it is run here; it is up then */
  async claim(showId: string): Promise<boolean> {
    if (this.#closed) throw new DomainError('media.unavailable')
    if (!this.owns(showId)) {
      if (!(await this.#deps.leases?.take(leaseOf(showId)))) return false
      this.#owned.add(showId)
    }
    await this.#run(showId)
    return true
  }

  /** Sees to all shows, now and from now on. Resolves when the first look is done. */
  async start(): Promise<void> {
    const { leases, sweepEveryMs = 1_000 } = this.#deps
    if (leases === null) {
      for (const { showId } of await this.#deps.shows()) await this.#tryToClaim(showId)
      return
    }
    await this.#sweep()
    if (this.#closed) return
    this.#timer = setTimeout(() => {
      this.start().catch((error: unknown) => {
        this.#deps.log.error({ err: error }, 'the shows could not be looked at')
      })
    }, sweepEveryMs)
  }

  /** Opens nothing more, and waits for what was on its way. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await Promise.allSettled(this.#running.values())
  }

  /**
   * Takes what nobody has had for two looks in a row (an owner whose database comes back gets its own first):
   * what is on air at once, of the rest one at a time, so that relays that start together share them.
   */
  async #sweep(): Promise<void> {
    const { leases, shows, log } = this.#deps
    if (this.#closed) return
    try {
      const all = (await shows()).filter(({ showId }) => !this.#running.has(showId))
      const held = (await leases?.held(all.map(({ showId }) => leaseOf(showId)))) ?? new Set()
      const free = all.filter(({ showId }) => !held.has(leaseOf(showId)) || this.owns(showId))
      const ripe = free.filter(({ showId }) => this.#freeBefore.has(showId) || this.owns(showId))
      this.#freeBefore = new Set(free.map(({ showId }) => showId))
      const onAir = ripe.filter(({ isOnAir }) => isOnAir)
      const next = ripe.find(({ isOnAir }) => !isOnAir)
      for (const { showId } of next ? [...onAir, next] : onAir) await this.#tryToClaim(showId)
    } catch (error) {
      if (!this.#closed) log.error({ err: error }, 'the shows could not be looked at')
    }
  }

  async #tryToClaim(showId: string): Promise<void> {
    try {
      await this.claim(showId)
    } catch (error) {
      if (this.#closed) return
      this.#deps.log.error({ err: error, showId }, 'a show could not be opened')
    }
  }

  #run(showId: string): Promise<void> {
    const known = this.#running.get(showId)
    if (known) return known
    const now = this.#deps.run(showId)
    this.#running.set(showId, now)
    now.then(
      () => this.#deps.leases && this.#deps.log.info({ showId }, 'this relay runs the show'),
      () => this.#running.delete(showId),
    )
    return now
  }
}

export function leaseOf(showId: string): string {
  return `show ${showId}`
}
