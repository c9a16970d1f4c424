import { addTimestamp, timestampDistance } from './sequence.ts'

/** How fast a clock that runs behind is followed: one part in 500 of the difference per packet. */
const followShare = 0.002

/**
 * Maps one stream's RTP times to server time (milliseconds, monotonic). Network delay only ever adds, so the
 * earliest packets are believed at once and later ones only pull slowly, which follows a drifting sender.
 */
export class StreamClock {
  readonly clockRate: number
  #anchor: { timestamp: number; atMs: number } | null = null
  #fixed = false
  #reported = false

  constructor(clockRate: number) {
    this.clockRate = clockRate
  }

  /** For streams that the relay itself times (loops, the program): exact, arrivals are not looked at. */
  fix(timestamp: number, atMs: number): void {
    this.#anchor = { timestamp, atMs }
    this.#fixed = true
  }

  /**
   * Takes a sender report's word for when something was captured, if it is believable: captured before it
   * arrived, and not long before. From then on arrivals are not looked at.
   */
  correct(timestamp: number, capturedAtMs: number): void {
    const arrival = this.#anchor && this.#project(this.#anchor, timestamp)
    if (this.#fixed || arrival === null) return
    if (capturedAtMs > arrival + 100 || capturedAtMs < arrival - 2000) return
    this.#anchor = { timestamp, atMs: capturedAtMs }
    this.#reported = true
  }

  observe(timestamp: number, arrivedAtMs: number): void {
    if (this.#fixed) return
    const anchor = this.#anchor
    if (!anchor) {
      this.#anchor = { timestamp, atMs: arrivedAtMs }
      return
    }
    const lateMs = arrivedAtMs - this.#project(anchor, timestamp)
    // A sender that restarted its clock, or slept: begin again.
    if (Math.abs(lateMs) > 10_000) {
      this.#anchor = { timestamp, atMs: arrivedAtMs }
      this.#reported = false
    } else if (this.#reported) return
    else if (lateMs < 0) this.#anchor = { timestamp, atMs: arrivedAtMs }
    else {
      this.#anchor = { timestamp, atMs: this.#project(anchor, timestamp) + lateMs * followShare }
    }
  }

  /** Server time at which what carries `timestamp` happened; null before the first packet. */
  atMs(timestamp: number): number | null {
    return this.#anchor && this.#project(this.#anchor, timestamp)
  }

  /** The RTP time that belongs to a server time; null before the first packet. */
  timestampAt(atMs: number): number | null {
    const anchor = this.#anchor
    if (!anchor) return null
    return addTimestamp(anchor.timestamp, ((atMs - anchor.atMs) * this.clockRate) / 1000)
  }

  #project(anchor: { timestamp: number; atMs: number }, timestamp: number): number {
    return anchor.atMs + (timestampDistance(anchor.timestamp, timestamp) * 1000) / this.clockRate
  }
}
