import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LockedChild } from './data-dir-lock.ts'
import { endProcesses, identify, type ProcessId } from './process-table.ts'

const GIVE_UP_DEATHS = 5
const GIVE_UP_WINDOW_MS = 60_000
const FIRST_PAUSE_MS = 250
const STOP_GRACE_MS = 10_000

export type SupervisedProcess = {
  name: string
  /** Stopped in ascending order: what serves people first, what the others rest on last. */
  stopOrder: number
  stopSignal: NodeJS.Signals
  /** Starts it; resolves when it accepts work, rejects when it never did. */
  spawn: () => Promise<ChildProcess>
}

type Running = SupervisedProcess & { id: ProcessId; deathsMs: number[] }

/**
 * Keeps processes alive: one that dies is started again after a growing pause, because the show must
 * go on; one that dies five times within a minute is beyond that, and `onGiveUp` is called.
 */
export class Supervisor {
  readonly #running = new Map<string, Running>()
  readonly #onChange: (children: readonly LockedChild[]) => void
  readonly #onGiveUp: (name: string) => void
  #stopping = false

  constructor(
    onChange: (children: readonly LockedChild[]) => void,
    onGiveUp: (name: string) => void,
  ) {
    this.#onChange = onChange
    this.#onGiveUp = onGiveUp
  }

  /** @throws what `spawn` throws: a first start that fails is not tried again */
  async start(definition: SupervisedProcess): Promise<void> {
    if (this.#stopping) throw new Error(`${definition.name} is not started any more: stopping`)
    await this.#spawn(definition, [])
  }

  /** To be called as soon as a process exists, ready or not: from then on it must be stopped. */
  adopt(definition: SupervisedProcess, child: ChildProcess, deathsMs: number[] = []): void {
    if (child.pid === undefined) return
    this.#running.set(definition.name, { ...definition, id: identify(child.pid), deathsMs })
    this.#changed()
    // It was on its way when the stop began.
    if (this.#stopping) child.kill(definition.stopSignal)
  }

  /** Ends everything, group by group. Calling it again changes nothing. */
  async stop(): Promise<void> {
    this.#stopping = true
    const all = [...this.#running.values()]
    const orders = [...new Set(all.map((one) => one.stopOrder))].sort((a, b) => a - b)
    for (const order of orders) {
      const group = all.filter((one) => one.stopOrder === order)
      await Promise.all(group.map((one) => endProcesses([one.id], one.stopSignal, STOP_GRACE_MS)))
      for (const one of group) this.#running.delete(one.name)
    }
    this.#changed()
  }

  /** Ends everything without asking. */
  async kill(): Promise<void> {
    this.#stopping = true
    await endProcesses(
      [...this.#running.values()].map((one) => one.id),
      'SIGKILL',
      0,
    )
  }

  async #spawn(definition: SupervisedProcess, deathsMs: number[]): Promise<void> {
    const child = await definition.spawn()
    this.adopt(definition, child, deathsMs)
    const died = () => void this.#restart(definition, deathsMs)
    if (child.exitCode !== null || child.signalCode !== null) died()
    else child.once('exit', died)
  }

  async #restart(definition: SupervisedProcess, before: readonly number[]): Promise<void> {
    if (this.#stopping) return
    this.#running.delete(definition.name)
    this.#changed()
    const now = performance.now()
    const deathsMs = [...before.filter((at) => now - at < GIVE_UP_WINDOW_MS), now]
    if (deathsMs.length >= GIVE_UP_DEATHS) {
      this.#onGiveUp(definition.name)
      return
    }
    const pauseMs = FIRST_PAUSE_MS * 2 ** (deathsMs.length - 1)
    process.stderr.write(`! ${definition.name} stopped unexpectedly; starting it again\n`)
    await sleep(pauseMs)
    if (this.#stopping) return
    try {
      await this.#spawn(definition, deathsMs)
      process.stderr.write(`✓ ${definition.name} runs again\n`)
    } catch {
      await this.#restart(definition, deathsMs)
    }
  }

  #changed(): void {
    this.#onChange([...this.#running.values()].map(({ name, id }) => ({ name, ...id })))
  }
}
