import { DomainError } from '@stallcast/shared/kernel'
import { MediaRoom, type PayloadTypes, type RoomProgram } from '../media-room.ts'
import type { MediaWorker } from '../mediasoup.adapter.ts'
import type { ProgramBus } from './program-bus.ts'

/** Browsers use a handful of pairs of payload types; beyond this, only rooms without viewers make way. */
const maxOutputs = 16

type Output = { room: MediaRoom; program: RoomProgram; viewers: number }

/** A viewer's hold on a room that carries the program; `release` it when the viewer goes. */
export type ProgramLease = { room: MediaRoom; program: RoomProgram; release(): void }

/**
 * Where the program of one show goes: the show's own room, and for viewers that dictate payload types (WHEP)
 * a room per pair, since mediasoup sends to every consumer of a router with the router's.
 */
export class ProgramOutputs {
  readonly #bus: ProgramBus
  readonly #nowMs: () => number
  readonly #outputs = new Map<string, Promise<Output>>()
  readonly #opened = new Map<string, Output>()
  #worker: MediaWorker
  #main: RoomProgram

  constructor(bus: ProgramBus, worker: MediaWorker, main: RoomProgram, nowMs: () => number) {
    this.#bus = bus
    this.#worker = worker
    this.#main = main
    this.#nowMs = nowMs
  }

  get main(): RoomProgram {
    return this.#main
  }

  /** @throws DomainError `media.limit` when too many different pairs are being watched */
  async lease(payloadTypes: PayloadTypes): Promise<ProgramLease> {
    const key = `${payloadTypes.video}/${payloadTypes.audio}`
    let opening = this.#outputs.get(key)
    if (!opening) {
      if (this.#outputs.size >= maxOutputs) this.#closeUnwatched()
      opening = this.#open(key, payloadTypes)
      this.#outputs.set(key, opening)
      opening.catch(() => this.#outputs.delete(key))
    }
    const output = await opening
    output.viewers++
    let held = true
    const release = () => {
      if (held) output.viewers--
      held = false
    }
    return { room: output.room, program: output.program, release }
  }

  /** The show moved to another room; the rooms of viewers died with the old worker. */
  moveTo(worker: MediaWorker, main: RoomProgram): void {
    this.#worker = worker
    this.#main = main
    this.#outputs.clear()
    this.#opened.clear()
    this.#lead()
  }

  close(): void {
    for (const { room } of this.#opened.values()) room.close()
  }

  async #open(key: string, payloadTypes: PayloadTypes): Promise<Output> {
    const worker = this.#worker
    const room = await MediaRoom.open(worker, this.#nowMs, payloadTypes)
    const program = await room.openProgram(() => this.#bus.viewerWantsKeyFrame(this.#nowMs()))
    if (worker !== this.#worker) throw new DomainError('media.unavailable')
    const output = { room, program, viewers: 0 }
    this.#opened.set(key, output)
    this.#lead()
    return output
  }

  #closeUnwatched(): void {
    for (const [key, { room, viewers }] of this.#opened) {
      if (viewers > 0) continue
      room.close()
      this.#outputs.delete(key)
      this.#opened.delete(key)
    }
    if (this.#outputs.size >= maxOutputs) throw new DomainError('media.limit')
    this.#lead()
  }

  #lead(): void {
    this.#bus.leadTo([this.#main, ...[...this.#opened.values()].map(({ program }) => program)])
  }
}
