import type { DatabaseSync } from 'node:sqlite'
import { arrivePayout } from './connect/payouts.ts'
import { transaction } from './storage/database.ts'
import type { World } from './world.ts'

/** Lets time do its part: what is due happens, now or at the next start. */
export class Schedule {
  readonly #world: World
  readonly #database: DatabaseSync
  readonly #committed: () => void
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(world: World, database: DatabaseSync, committed: () => void) {
    this.#world = world
    this.#database = database
    this.#committed = committed
  }

  kick(): void {
    if (this.#closed) return
    while (this.#runOne());
    clearTimeout(this.#timer)
    const dueAtMs = this.#world.schedule.earliestDueMs()
    if (dueAtMs === undefined) return
    const waitMs = Math.min(Math.max(dueAtMs - this.#world.now(), 1), 60_000)
    this.#timer = setTimeout(() => this.kick(), waitMs)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #runOne(): boolean {
    const task = this.#world.schedule.nextDue(this.#world.now())
    if (!task) return false
    transaction(this.#database, () => {
      arrivePayout(this.#world, task.objectId)
      this.#world.schedule.remove(task.seq)
    })
    this.#committed()
    return true
  }
}
