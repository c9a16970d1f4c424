import type { SourceView } from '@stallcast/shared/media'
import { silenceDb } from '../rtp/audio-level.ts'
import type { FeedListener, RtpFeed } from '../rtp/feed.ts'
import { H264Depacketizer, nalType, nalTypeOf, startsKeyFrame } from '../rtp/h264.ts'
import { sequenceDistance } from '../rtp/sequence.ts'
import { readPictureSize, type PictureSize } from '../rtp/sps.ts'
import type { MediaSource } from './media-source.ts'

// With the wait for the next look and for the frame after it, the slate is out within 500 ms (MD12).
const lostAfterMs = 360
/** Between two looks: a process that stood still longer than this missed packets itself. */
const standstillMs = 150
const statsEveryMs = 1000
/** More at once is no loss but a sender that numbers anew (RFC 3550 A.1, MAX_DROPOUT). */
const maxDropout = 3000

export type MonitorChange = 'returned' | 'lost' | null
export type SourceStats = Pick<
  SourceView,
  'width' | 'height' | 'framesPerSecond' | 'bitrateKbps' | 'lossPct'
>

/** Watches one source's packets: is it alive, how loud, how large, how fast, how many are missing. */
export class SourceMonitor {
  readonly source: MediaSource
  state: 'live' | 'lost' = 'lost'
  /** Whether it was ever live: the first picture is an arrival, not a return. */
  wasLive = false
  #size: PictureSize | null
  #stops: (() => void)[] = []
  #video: RtpFeed | null = null
  #lookedAtMs: number
  #pictureAtMs = 0
  #keyFrameSeen = false
  #peakDb = silenceDb
  #counts = { sinceMs: 0, frames: 0, bytes: 0, packets: 0, firstSequence: -1, lastSequence: 0 }
  #stats: Omit<SourceStats, 'width' | 'height'> = {
    framesPerSecond: null,
    bitrateKbps: null,
    lossPct: null,
  }

  constructor(source: MediaSource, nowMs: number) {
    this.source = source
    this.#size = source.pictureSize
    this.#lookedAtMs = nowMs
    this.#resetCounts(nowMs)
    this.attach()
  }

  /** Reads the source's present feeds: call it again when they have changed. */
  attach(): void {
    this.detach()
    const { video, audio } = this.source
    // Another camera has to show a whole picture first; a microphone that came or went changes nothing.
    if (video !== this.#video) {
      this.#keyFrameSeen = false
      // Each track numbers its packets from a place of its own: between two there is no loss to count.
      this.#resetCounts(this.#lookedAtMs)
    }
    this.#video = video
    if (video) this.#stops.push(video.subscribe(this.#onPicture))
    if (audio) this.#stops.push(audio.subscribe(this.#onSound))
    if (!this.#keyFrameSeen) video?.requestKeyFrame('refresh')
  }

  detach(): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
  }

  /** Decides whether the source was lost or came back since the last look. */
  look(nowMs: number): MonitorChange {
    const sinceMs = nowMs - this.#lookedAtMs
    this.#lookedAtMs = nowMs
    if (sinceMs > standstillMs) this.#pictureAtMs += sinceMs
    if (nowMs - this.#counts.sinceMs >= statsEveryMs) this.#measure(nowMs)
    const alive = this.#keyFrameSeen && nowMs - this.#pictureAtMs <= lostAfterMs
    if (alive === (this.state === 'live')) return null
    this.state = alive ? 'live' : 'lost'
    if (!alive) {
      // Coming back takes a whole picture, not the rest of an old one.
      this.#keyFrameSeen = false
      return 'lost'
    }
    const returned = this.wasLive
    this.wasLive = true
    return returned ? 'returned' : null
  }

  get stats(): SourceStats {
    return { width: this.#size?.width ?? null, height: this.#size?.height ?? null, ...this.#stats }
  }

  /** The loudest level since the last call, dBFS. */
  takeLevelDb(): number {
    const peak = this.#peakDb
    this.#peakDb = silenceDb
    return peak
  }

  #onPicture: FeedListener = (bytes, header, nowMs) => {
    const resumed = nowMs - this.#pictureAtMs > lostAfterMs
    this.#pictureAtMs = nowMs
    if (this.#hasJumped(header.sequence)) this.#resetCounts(nowMs)
    const counts = this.#counts
    counts.packets++
    counts.bytes += bytes.length
    if (header.marker) counts.frames++
    if (counts.firstSequence < 0) {
      counts.firstSequence = header.sequence
      counts.lastSequence = header.sequence
    } else if (sequenceDistance(counts.lastSequence, header.sequence) > 0) {
      counts.lastSequence = header.sequence
    }
    if (startsKeyFrame(bytes, header.payloadStart, header.payloadEnd)) {
      this.#keyFrameSeen = true
      this.#readSize(bytes.subarray(header.payloadStart, header.payloadEnd))
    } else if (resumed && !this.#keyFrameSeen) {
      this.source.video?.requestKeyFrame('cut')
    }
  }

  #hasJumped(sequence: number): boolean {
    const { firstSequence, lastSequence } = this.#counts
    return firstSequence >= 0 && Math.abs(sequenceDistance(lastSequence, sequence)) > maxDropout
  }

  #onSound: FeedListener = (bytes) => {
    this.#counts.bytes += bytes.length
    const level = this.source.audioLevelDb(bytes)
    if (level !== null && level > this.#peakDb) this.#peakDb = level
  }

  #readSize(payload: Buffer): void {
    if (this.source.pictureSize) return
    const units = new H264Depacketizer().push(payload)
    const sps = units.find((unit) => nalTypeOf(unit) === nalType.sps)
    if (sps) this.#size = readPictureSize(sps) ?? this.#size
  }

  #measure(nowMs: number): void {
    const { sinceMs, frames, bytes, packets, firstSequence, lastSequence } = this.#counts
    const seconds = (nowMs - sinceMs) / 1000
    const expected = firstSequence < 0 ? 0 : sequenceDistance(firstSequence, lastSequence) + 1
    this.#stats = {
      framesPerSecond: Math.round(frames / seconds),
      bitrateKbps: Math.round((bytes * 8) / 1000 / seconds),
      lossPct:
        expected <= 0 ? null : Math.round((Math.max(0, expected - packets) / expected) * 1000) / 10,
    }
    this.#resetCounts(nowMs)
  }

  #resetCounts(nowMs: number): void {
    const { lastSequence } = this.#counts
    this.#counts = {
      sinceMs: nowMs,
      frames: 0,
      bytes: 0,
      packets: 0,
      firstSequence: -1,
      lastSequence,
    }
  }
}
