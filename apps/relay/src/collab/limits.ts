/** What one socket may ask for, and when a document is put away. Bytes, milliseconds, per second. */
export type CollabLimits = {
  /** A larger frame ends the connection; an import of 2,000 cues is about 1.2 MB. */
  maxFrameBytes: number
  /** Waiting to be sent to a socket that does not read; beyond it the socket is closed and may come back. */
  maxBufferedBytes: number
  /** Messages from this size on are compressed, where the client has agreed to it. */
  compressFromBytes: number
  framesPerSecond: number
  frameBurst: number
  bytesPerSecond: number
  byteBurst: number
  /** How long presence is gathered before it is passed on. */
  presenceWindowMs: number
  snapshotEveryUpdates: number
  unloadAfterMs: number
  authenticateWithinMs: number
  /** Pings go out this often (y-websocket gives up after 30 s of silence), and seats are checked again. */
  heartbeatMs: number
  /** How often relays that share a document say who is connected to them; one that is silent is gone. */
  sayHereEveryMs: number
  /** How often a shared document is held against the log: heals what the relays failed to tell each other. */
  sweepEveryMs: number
}

export const defaultLimits: CollabLimits = {
  maxFrameBytes: 4 * 1024 * 1024,
  maxBufferedBytes: 8 * 1024 * 1024,
  compressFromBytes: 8_192,
  framesPerSecond: 120,
  frameBurst: 600,
  bytesPerSecond: 1024 * 1024,
  byteBurst: 16 * 1024 * 1024,
  presenceWindowMs: 50,
  snapshotEveryUpdates: 500,
  unloadAfterMs: 60_000,
  authenticateWithinMs: 10_000,
  heartbeatMs: 12_000,
  sayHereEveryMs: 3_000,
  sweepEveryMs: 1_000,
}

/** A token bucket. Time is handed in. */
export class Allowance {
  readonly #perSecond: number
  readonly #burst: number
  #left: number
  #atMs: number

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#left = burst
    this.#atMs = nowMs
  }

  /** @returns whether there was enough left */
  spend(amount: number, nowMs: number): boolean {
    const earned = ((nowMs - this.#atMs) / 1_000) * this.#perSecond
    this.#left = Math.min(this.#burst, this.#left + Math.max(0, earned))
    this.#atMs = nowMs
    if (amount > this.#left) return false
    this.#left -= amount
    return true
  }
}
