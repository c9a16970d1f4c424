import type { RtpFeed } from '../rtp/feed.ts'
import { parseRtp } from '../rtp/packet.ts'
import { ReorderBuffer } from '../rtp/reorder-buffer.ts'
import { timestampDistance } from '../rtp/sequence.ts'
import { readPictureSize } from '../rtp/sps.ts'
import { initSegment, type VideoConfig } from './fmp4-init.ts'
import { mediaSegment, type MediaSample } from './fmp4-segment.ts'
import { FrameAssembler, type Frame } from './frame-assembler.ts'

/** A segment ends at the first key frame after this. */
const segmentMs = 950
/** Without a key frame for this long, one is asked for. */
const askKeyFrameAfterMs = 1400
/** A stream that skips further than this was away: what follows is another epoch. */
const gapMs = 1500
const opusTicks = 960
const heldSounds = 12
/** Sound may lie this far from the picture's clock before it is put right. */
const soundSlackTicks = 40 * 48

export type SegmentDraft = {
  seq: number
  startAtMs: number
  durationMs: number
  firstPtsTicks: number
  frames: number
  keyFrames: number
  rtpGaps: number
  bytes: Buffer
}

export type SegmenterEvents = {
  onEpoch(init: Buffer): void
  onSegment(segment: SegmentDraft): void
}

type Epoch = {
  config: VideoConfig
  /** Server time of tick 0. */
  originAtMs: number
  lastTimestamp: number
  ptsTicks: number
  seq: number
}

/** Cuts a picture feed and its sound into key-aligned segments on one clock (MD17, MD18, MD20). Writes nothing. */
export class Segmenter {
  readonly #events: SegmenterEvents
  readonly #assembler: FrameAssembler
  readonly #soundOrder: ReorderBuffer
  #video: RtpFeed | null = null
  #audio: RtpFeed | null = null
  #stops: (() => void)[] = []
  #epoch: Epoch | null = null
  #config: { sps: Buffer; pps: Buffer } | null = null
  #frames: MediaSample[] = []
  #sounds: MediaSample[] = []
  #sound: { timestamp: number; ptsTicks: number } | null = null
  #missing = 0
  #segmentAtMs = 0

  constructor(events: SegmenterEvents) {
    this.#events = events
    this.#assembler = new FrameAssembler(
      (frame) => this.#takeFrame(frame),
      (packets) => {
        this.#missing += packets
        this.#video?.requestKeyFrame('refresh')
      },
    )
    this.#soundOrder = new ReorderBuffer(heldSounds, ({ packet, missingBefore }) => {
      this.#missing += missingBefore
      this.#takeSound(packet)
    })
  }

  /** Reads these feeds from now on. Others than before end the epoch. */
  attach(video: RtpFeed | null, audio: RtpFeed | null): void {
    if (video === this.#video && audio === this.#audio) return
    this.end()
    this.#video = video
    this.#audio = audio
    this.#soundOrder.reset()
    this.#stops = []
    if (video) {
      this.#stops.push(
        video.subscribe((bytes, header, nowMs) => {
          this.#assembler.push(bytes, header)
          this.#wantKeyFrames(nowMs)
        }),
      )
      video.requestKeyFrame('refresh')
    }
    if (audio) {
      this.#stops.push(
        audio.subscribe((bytes, header) => this.#soundOrder.push(bytes, header.sequence)),
      )
    }
  }

  /** Lets go of the feeds; what is whole goes out as a last segment. */
  end(): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
    this.#video = null
    this.#audio = null
    this.breakEpoch()
  }

  /** The next key frame begins a new epoch: something between here and the disk was lost. */
  breakEpoch(): void {
    this.#closeSegment(null)
    this.#epoch = null
    this.#sounds = []
    this.#sound = null
  }

  #wantKeyFrames(nowMs: number): void {
    if (nowMs - this.#segmentAtMs < askKeyFrameAfterMs) return
    this.#segmentAtMs = nowMs - askKeyFrameAfterMs + 500
    this.#video?.requestKeyFrame('refresh')
  }

  #takeFrame(frame: Frame): void {
    const epoch = this.#continueEpoch(frame)
    if (!epoch) return
    const first = this.#frames[0]
    const lengthMs = first ? (epoch.ptsTicks - first.ptsTicks) / 90 : 0
    if (frame.key && lengthMs >= segmentMs) this.#closeSegment(epoch.ptsTicks)
    this.#fitLastDuration(epoch.ptsTicks)
    this.#frames.push({
      ptsTicks: epoch.ptsTicks,
      durationTicks: 0,
      key: frame.key,
      data: frame.data,
    })
  }

  /** Moves the epoch's time to this frame, or begins an epoch; null while there is no key frame to begin with. */
  #continueEpoch(frame: Frame): Epoch | null {
    const epoch = this.#epoch
    if (epoch) {
      const step = timestampDistance(epoch.lastTimestamp, frame.timestamp)
      const changed =
        frame.key &&
        ((frame.sps !== null && !frame.sps.equals(epoch.config.sps)) ||
          (frame.pps !== null && !frame.pps.equals(epoch.config.pps)))
      // The rest of a picture that was cut in two: the first part stands.
      if (step <= 0 && step > -gapMs * 90) return null
      if (!changed && step > 0 && step <= gapMs * 90) {
        epoch.ptsTicks += step
        epoch.lastTimestamp = frame.timestamp
        return epoch
      }
      this.breakEpoch()
    }
    return this.#beginEpoch(frame)
  }

  #beginEpoch(frame: Frame): Epoch | null {
    if (frame.sps && frame.pps) this.#config = { sps: frame.sps, pps: frame.pps }
    const originAtMs = this.#video?.clock.atMs(frame.timestamp)
    if (!frame.key || !this.#config || originAtMs === undefined || originAtMs === null) {
      this.#video?.requestKeyFrame('refresh')
      return null
    }
    const size = readPictureSize(this.#config.sps)
    if (!size) return null
    const config = { ...this.#config, size }
    this.#epoch = { config, originAtMs, lastTimestamp: frame.timestamp, ptsTicks: 0, seq: 0 }
    this.#missing = 0
    this.#events.onEpoch(initSegment(config))
    return this.#epoch
  }

  #fitLastDuration(untilTicks: number): void {
    const last = this.#frames.at(-1)
    if (last) last.durationTicks = untilTicks - last.ptsTicks
  }

  #takeSound(packet: Buffer): void {
    const epoch = this.#epoch
    const header = parseRtp(packet)
    const atMs = header && this.#audio?.clock.atMs(header.timestamp)
    if (!epoch || !header || atMs === null || atMs === undefined) return
    const byClock = Math.round((atMs - epoch.originAtMs) * 48)
    const ptsTicks = this.#sound
      ? this.#sound.ptsTicks + timestampDistance(this.#sound.timestamp, header.timestamp)
      : byClock
    // Sound keeps its own count, which has no jitter, unless it has come away from the picture.
    const put = Math.abs(byClock - ptsTicks) > soundSlackTicks ? byClock : ptsTicks
    if (this.#sound && put <= this.#sound.ptsTicks) return
    this.#sound = { timestamp: header.timestamp, ptsTicks: put }
    if (put < 0) return
    const last = this.#sounds.at(-1)
    if (last) last.durationTicks = put - last.ptsTicks
    const data = Buffer.from(packet.subarray(header.payloadStart, header.payloadEnd))
    this.#sounds.push({ ptsTicks: put, durationTicks: opusTicks, key: true, data })
  }

  /** @param endTicks where the next segment begins; null: this was the last frame, it lasts as long as the one before */
  #closeSegment(endTicks: number | null): void {
    const epoch = this.#epoch
    const frames = this.#frames
    const [first] = frames
    const last = frames.at(-1)
    this.#frames = []
    if (!epoch || !first || !last) return
    const before = frames.at(-2)
    const end = endTicks ?? last.ptsTicks + (before?.durationTicks ?? 3600)
    last.durationTicks = end - last.ptsTicks
    const soundEnd = (end * 48) / 90
    const sounds = this.#sounds.filter((sound) => sound.ptsTicks < soundEnd)
    this.#sounds = this.#sounds.slice(sounds.length)
    // By today's clock, not by the epoch's origin: a sender's clock drifts against the server's.
    const clockMs = this.#video?.clock.atMs(epoch.lastTimestamp)
    const driftMs =
      clockMs === null || clockMs === undefined
        ? 0
        : clockMs - (epoch.originAtMs + epoch.ptsTicks / 90)
    const startAtMs = epoch.originAtMs + first.ptsTicks / 90 + driftMs
    this.#segmentAtMs = startAtMs + (end - first.ptsTicks) / 90
    this.#events.onSegment({
      seq: epoch.seq,
      startAtMs,
      durationMs: (end - first.ptsTicks) / 90,
      firstPtsTicks: first.ptsTicks,
      frames: frames.length,
      keyFrames: frames.filter((frame) => frame.key).length,
      rtpGaps: this.#missing,
      bytes: mediaSegment(epoch.seq + 1, frames, sounds),
    })
    epoch.seq++
    this.#missing = 0
  }
}
