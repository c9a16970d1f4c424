import { randomInt } from 'node:crypto'
import { slateSourceId, type MediaKind } from '@stallcast/shared/media'
import { silenceDb } from '../rtp/audio-level.ts'
import { PacketFan } from '../rtp/feed.ts'
import { rtpHeaderBytes, writeRtpHeader, type RtpPacket } from '../rtp/packet.ts'
import { addSequence } from '../rtp/sequence.ts'
import { StreamClock } from '../rtp/stream-clock.ts'
import type { LoopFile, LoopFrame, LoopSound } from './loop-file.ts'
import type { MediaSource } from './media-source.ts'

/** Later than this and frames are skipped instead of sent in a burst: the process stood still. */
const hopelesslyLateMs = 500
const reanchorEveryMs = 600_000

/** How a stream of the loop reaches watchers: a mediasoup producer, or nothing in a test. */
export type LoopOutlet = {
  producerId: string
  payloadType: number
  ssrc: number
  send(packet: Buffer): void
}
export type LoopOutlets = { video: LoopOutlet; audio: LoopOutlet | null }

export type LoopSettings = { id: string; label: string; number: number | null; file: LoopFile }

/**
 * Plays a file for ever as if it were a camera. Nothing is encoded and nothing allocated per packet: the
 * packets lie ready, only their headers are written. Times grow by an absolute schedule, so nothing drifts.
 */
export class LoopSource implements MediaSource {
  readonly id: string
  readonly kind: 'loop' | 'slate'
  readonly label: string
  readonly wantedNumber: number | null
  readonly ownerSessionId = null
  readonly pictureSize
  readonly video: PacketFan
  readonly audio: PacketFan | null
  readonly #file: LoopFile
  readonly #picture: Lane<LoopFrame>
  readonly #sound: Lane<LoopSound> | null
  #outlets: LoopOutlets
  #cutWanted = false
  #skippedSoundMs = 0
  #levelDb = silenceDb
  #running = true

  constructor(settings: LoopSettings, outlets: LoopOutlets, nowMs: number) {
    this.id = settings.id
    this.kind = settings.id === slateSourceId ? 'slate' : 'loop'
    this.label = settings.label
    this.wantedNumber = settings.number
    this.#file = settings.file
    this.pictureSize = settings.file.size
    this.#outlets = outlets
    this.#picture = new Lane(settings.file.frames, 90_000, nowMs)
    this.#sound =
      settings.file.sounds.length > 0 ? new Lane(settings.file.sounds, 48_000, nowMs) : null
    this.video = new PacketFan('video', this.#picture.clock, (reason) => {
      if (reason === 'cut') this.#cutWanted = true
    })
    this.audio = this.#sound && new PacketFan('audio', this.#sound.clock)
  }

  producerId(kind: MediaKind): string | null {
    return this.#outlets[kind]?.producerId ?? null
  }

  audioLevelDb(): number {
    return this.#levelDb
  }

  /** The room was rebuilt: go on into new producers. */
  moveTo(outlets: LoopOutlets): void {
    this.#outlets = outlets
  }

  /** Stops sending, as a camera does when its cable is pulled; `resume` plugs it in again. */
  pause(): void {
    this.#running = false
  }

  resume(nowMs: number): void {
    this.#running = true
    this.#picture.restart(nowMs)
    this.#sound?.restart(nowMs)
    this.#skipToKeyFrame()
  }

  /** Sends what is due. */
  tick(nowMs: number): void {
    if (!this.#running) return
    if (nowMs - this.#picture.dueMs > hopelesslyLateMs) this.resume(nowMs)
    while (this.#picture.dueMs <= nowMs) {
      if (this.#cutWanted) {
        this.#cutWanted = false
        this.#skipToKeyFrame()
      }
      const frame = this.#picture.take()
      const last = frame.packets.length - 1
      frame.packets.forEach((packet, at) => {
        this.#send(this.video, this.#outlets.video, this.#picture, packet, at === last, nowMs)
      })
    }
    if (this.#sound && this.audio && this.#outlets.audio) {
      this.#playSound(this.#sound, this.audio, this.#outlets.audio, nowMs)
    }
  }

  #playSound(lane: Lane<LoopSound>, fan: PacketFan, outlet: LoopOutlet, nowMs: number): void {
    while (lane.dueMs <= nowMs) {
      const { packet, levelDb } = lane.take()
      this.#levelDb = levelDb
      this.#send(fan, outlet, lane, packet, false, nowMs)
    }
  }

  /**
   * On a cut the file jumps ahead to its next key frame, in the place of the frame that was due: half a second
   * of a looped picture is missed by nobody, waiting for it would be.
   */
  #skipToKeyFrame(): void {
    let skippedMs = 0
    for (let count = this.#file.frames.length; count > 0 && !this.#picture.peek().key; count--) {
      skippedMs += this.#picture.peek().durationMs
      this.#picture.advance()
    }
    if (!this.#sound) return
    this.#skippedSoundMs += skippedMs
    while (this.#skippedSoundMs >= this.#sound.peek().durationMs) {
      this.#skippedSoundMs -= this.#sound.peek().durationMs
      this.#sound.advance()
    }
  }

  #send(
    fan: PacketFan,
    outlet: LoopOutlet,
    lane: Lane<LoopFrame | LoopSound>,
    packet: Buffer,
    marker: boolean,
    nowMs: number,
  ): void {
    const { header } = lane
    header.marker = marker
    header.payloadType = outlet.payloadType
    header.ssrc = outlet.ssrc
    header.sequence = addSequence(header.sequence, 1)
    header.payloadEnd = packet.length
    writeRtpHeader(packet, header)
    outlet.send(packet)
    fan.emit(packet, header, nowMs)
  }
}

/** A place in a list that repeats, its schedule, and the RTP header that its packets go out with. */
class Lane<Item extends { durationMs: number }> {
  readonly clock: StreamClock
  readonly header: RtpPacket
  dueMs: number
  readonly #items: readonly Item[]
  #at = 0
  #anchoredAtMs: number

  constructor(items: readonly Item[], clockRate: number, nowMs: number) {
    this.#items = items
    this.dueMs = this.#onGrid(nowMs)
    this.#anchoredAtMs = this.dueMs
    this.clock = new StreamClock(clockRate)
    const timestamp = randomInt(2 ** 32)
    this.clock.fix(timestamp, this.dueMs)
    this.header = {
      marker: false,
      payloadType: 0,
      sequence: randomInt(2 ** 16),
      timestamp,
      ssrc: 0,
      payloadStart: rtpHeaderBytes,
      payloadEnd: rtpHeaderBytes,
    }
  }

  restart(nowMs: number): void {
    this.dueMs = this.#onGrid(nowMs)
  }

  /** Loops of one frame rate beat together, so that a cut between them keeps the step from frame to frame. */
  #onGrid(nowMs: number): number {
    const stepMs = this.#items[0]?.durationMs ?? 1
    return Math.ceil(nowMs / stepMs) * stepMs
  }

  peek(): Item {
    const item = this.#items[this.#at]
    if (!item) throw new Error('Invariant: a lane of a loop is empty')
    return item
  }

  advance(): void {
    this.#at = (this.#at + 1) % this.#items.length
  }

  /** The item that is due; sets the header's time and moves on. */
  take(): Item {
    const item = this.peek()
    this.header.timestamp = this.clock.timestampAt(this.dueMs) ?? this.header.timestamp
    // Now and then, so that the projection stays inside 31 bits of ticks on a show of many hours.
    if (this.dueMs - this.#anchoredAtMs > reanchorEveryMs) {
      this.clock.fix(this.header.timestamp, this.dueMs)
      this.#anchoredAtMs = this.dueMs
    }
    this.dueMs += item.durationMs
    this.advance()
    return item
  }
}
