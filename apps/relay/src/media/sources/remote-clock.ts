import { z } from 'zod'
import { timestampDistance } from '../rtp/sequence.ts'
import type { StreamClock } from '../rtp/stream-clock.ts'

/** Seconds from the NTP epoch (1900) to the Unix epoch (1970). */
const ntpUnixOffsetS = 2_208_988_800
/** How fast the estimate follows a clock that drifts the other way, per packet. */
const followShare = 0.0005

/** A sender report as mediasoup's `sr` trace event tells it. */
export const senderReportSchema = z.object({
  ntpSec: z.number(),
  ntpFrac: z.number(),
  rtpTs: z.number(),
})
export type ReceivedReport = z.infer<typeof senderReportSchema>

/**
 * The wall clock of one sender, for all its streams. Its reports say when, by its own clock, each stream's
 * times were captured (RFC 3550 section 6.4.1); the quickest packets say how far that clock is from ours. So
 * picture and sound keep their true distance, however differently they were encoded and sent.
 */
export class RemoteClock {
  /** Ours minus the sender's, milliseconds, with the least delay that was seen. */
  #offsetMs: number | null = null

  /** The one stream of it that `clock` maps. */
  stream(clock: StreamClock): RemoteStream {
    return new RemoteStream(clock, this)
  }

  observe(remoteAtMs: number, arrivedAtMs: number): void {
    const delayMs = arrivedAtMs - remoteAtMs
    if (this.#offsetMs === null || delayMs < this.#offsetMs) this.#offsetMs = delayMs
    else this.#offsetMs += (delayMs - this.#offsetMs) * followShare
  }

  toLocalMs(remoteAtMs: number): number | null {
    return this.#offsetMs === null ? null : remoteAtMs + this.#offsetMs
  }
}

export class RemoteStream {
  readonly #clock: StreamClock
  readonly #remote: RemoteClock
  #report: { timestamp: number; remoteAtMs: number } | null = null

  constructor(clock: StreamClock, remote: RemoteClock) {
    this.#clock = clock
    this.#remote = remote
  }

  onReport(report: ReceivedReport): void {
    const remoteAtMs = (report.ntpSec - ntpUnixOffsetS) * 1000 + (report.ntpFrac / 2 ** 32) * 1000
    this.#report = { timestamp: report.rtpTs, remoteAtMs }
    const localMs = this.#remote.toLocalMs(remoteAtMs)
    if (localMs !== null) this.#clock.correct(report.rtpTs, localMs)
  }

  onPacket(timestamp: number, arrivedAtMs: number): void {
    this.#clock.observe(timestamp, arrivedAtMs)
    const report = this.#report
    if (!report) return
    const sinceMs = (timestampDistance(report.timestamp, timestamp) * 1000) / this.#clock.clockRate
    this.#remote.observe(report.remoteAtMs + sinceMs, arrivedAtMs)
  }
}
