import { addSequence, sequenceDistance } from './sequence.ts'

/** A packet this far back is no straggler: the sender began to count anew. */
const restartDistance = -3000

export type Ordered = {
  packet: Buffer
  sequence: number
  /** Sequence numbers that were given up on just before this packet. */
  missingBefore: number
}

/**
 * Puts packets back in order for a reader that cannot ask again. In order costs nothing; behind a hole packets
 * wait (copied) until it is filled or `maxHeld` of them have come, which is time enough for a retransmission.
 */
export class ReorderBuffer {
  readonly #maxHeld: number
  readonly #deliver: (ordered: Ordered) => void
  #next: number | null = null
  #held = new Map<number, Buffer>()

  constructor(maxHeld: number, deliver: (ordered: Ordered) => void) {
    this.#maxHeld = maxHeld
    this.#deliver = deliver
  }

  push(packet: Buffer, sequence: number): void {
    const distance = this.#next === null ? 0 : sequenceDistance(this.#next, sequence)
    if (distance < restartDistance) {
      this.#held.clear()
      this.#next = sequence
      this.push(packet, sequence)
      return
    }
    if (distance < 0) return
    if (distance > 0) {
      this.#held.set(sequence, Buffer.from(packet))
      if (this.#held.size >= this.#maxHeld) this.#giveUpHole()
      return
    }
    this.#next = addSequence(sequence, 1)
    this.#deliver({ packet, sequence, missingBefore: 0 })
    this.#drain(0)
  }

  /** Forgets everything: the next packet begins a new stream. */
  reset(): void {
    this.#next = null
    this.#held.clear()
  }

  #giveUpHole(): void {
    const from = this.#next ?? 0
    let nearest = 0x8000
    for (const sequence of this.#held.keys()) {
      nearest = Math.min(nearest, sequenceDistance(from, sequence))
    }
    this.#next = addSequence(from, nearest)
    this.#drain(nearest)
  }

  #drain(missing: number): void {
    let missingBefore = missing
    while (this.#next !== null) {
      const sequence = this.#next
      const packet = this.#held.get(sequence)
      if (!packet) return
      this.#held.delete(sequence)
      this.#next = addSequence(sequence, 1)
      this.#deliver({ packet, sequence, missingBefore })
      missingBefore = 0
    }
  }
}
