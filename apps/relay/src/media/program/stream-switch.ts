import { startsKeyFrame } from '../rtp/h264.ts'
import type { FeedListener, PacketFan, RtpFeed } from '../rtp/feed.ts'
import { rtpHeaderBytes, writeRtpHeader, type RtpPacket } from '../rtp/packet.ts'
import { addSequence, addTimestamp, sequenceDistance, timestampDistance } from '../rtp/sequence.ts'

/** Where the rewritten packets go: a mediasoup producer, or a list in a test. */
export type ProgramOutlet = { ssrc: number; payloadType: number; send(packet: Buffer): void }

export type SwitchSettings = {
  /** What everyone reads; its clock is the program's timeline and must be fixed. */
  output: PacketFan
  outlets: readonly ProgramOutlet[]
  /** Least step of the program's time from one source's last packet to the next one's first, in ticks. */
  minStepTicks: number
  firstSequence: number
}

/** How much later than it was captured a source is shown: 0 unless the program had already gone past it. */
export type ShiftMs = number

/**
 * Makes one continuous stream out of many. The source that is wanted replaces the running one at its next
 * clean start (video: the start of a key frame); numbers and times are *offset*, so what was missing or out
 * of order in a source stays so in the program, and nothing else is.
 */
export class StreamSwitch {
  readonly #output: PacketFan
  readonly #minStepTicks: number
  readonly #scratch = Buffer.alloc(2048)
  readonly #header: RtpPacket
  #outlets: readonly ProgramOutlet[]
  #current: { feed: RtpFeed; stop: () => void } | null = null
  #pending: { feed: RtpFeed; stop: () => void } | null = null
  #firstSequence = 0
  #sequenceOffset = 0
  #timestampOffset = 0
  #lastSequence: number
  #lastTimestamp: number | null = null
  #sentSinceAlign = 0
  #resync = false
  /** Called right before the first packet of a new source goes out. */
  onSwitched: (shiftMs: ShiftMs) => void = () => undefined
  /** Asks how much later than captured the source should be shown (sound follows its picture). */
  startShiftMs: () => ShiftMs = () => 0
  /** Server time of the last packet that went out. */
  sentAtMs = 0
  packets = 0
  bytes = 0

  constructor(settings: SwitchSettings) {
    this.#output = settings.output
    this.#outlets = settings.outlets
    this.#minStepTicks = settings.minStepTicks
    this.#lastSequence = settings.firstSequence
    this.#header = {
      marker: false,
      payloadType: 0,
      sequence: 0,
      timestamp: 0,
      ssrc: 0,
      payloadStart: rtpHeaderBytes,
      payloadEnd: rtpHeaderBytes,
    }
  }

  get feed(): RtpFeed | null {
    return this.#current?.feed ?? null
  }

  /** Whether what was sent last was inserted, not a source's. */
  get fillingIn(): boolean {
    return this.#resync
  }

  get waitingFor(): RtpFeed | null {
    return this.#pending?.feed ?? null
  }

  /** The same stream goes on into these. */
  leadTo(outlets: readonly ProgramOutlet[]): void {
    this.#outlets = outlets
  }

  /** Wants `feed` on air. The running source goes on until the new one begins cleanly. */
  select(feed: RtpFeed): void {
    this.#pending?.stop()
    this.#pending = null
    if (this.#current?.feed === feed) return
    this.#pending = { feed, stop: feed.subscribe(this.#whenPending(feed)) }
    feed.requestKeyFrame('cut')
  }

  /** Takes the running source off at once; the stream pauses until something is sent or selected. */
  clear(): void {
    this.#pending?.stop()
    this.#current?.stop()
    this.#pending = null
    this.#current = null
  }

  /** Sends a packet that no source made (silence), at its own place in the program's time. */
  insert(payload: Buffer, timestamp: number, nowMs: number): void {
    const step =
      this.#lastTimestamp === null ? 1 : timestampDistance(this.#lastTimestamp, timestamp)
    const at =
      step < this.#minStepTicks
        ? addTimestamp(this.#lastTimestamp ?? timestamp, this.#minStepTicks)
        : timestamp
    this.#resync = true
    this.#send(payload, 0, payload.length, addSequence(this.#lastSequence, 1), at, false, nowMs)
  }

  #whenPending(feed: RtpFeed): FeedListener {
    return (bytes, header, nowMs) => {
      if (this.#pending?.feed === feed) {
        const { payloadStart, payloadEnd } = header
        if (feed.kind === 'video' && !startsKeyFrame(bytes, payloadStart, payloadEnd)) return
        this.#current?.stop()
        this.#current = this.#pending
        this.#pending = null
        this.#align(feed, header, nowMs)
      }
      if (this.#current?.feed === feed) this.#forward(feed, bytes, header, nowMs)
    }
  }

  #forward(feed: RtpFeed, bytes: Buffer, header: RtpPacket, nowMs: number): void {
    if (this.#resync) this.#align(feed, header, nowMs)
    // From before its own start: the key frame does not need it, and its number is taken.
    if (sequenceDistance(this.#firstSequence, header.sequence) < 0 && this.#isYoung()) return
    this.#send(
      bytes,
      header.payloadStart,
      header.payloadEnd,
      addSequence(header.sequence, this.#sequenceOffset),
      addTimestamp(header.timestamp, this.#timestampOffset),
      header.marker,
      nowMs,
    )
  }

  /** After half the number space "before the start" cannot be told from "long after" any more, and need not be. */
  #isYoung(): boolean {
    return this.#sentSinceAlign < 0x4000
  }

  #align(feed: RtpFeed, header: RtpPacket, nowMs: number): void {
    const { clock } = this.#output
    const capturedAtMs = feed.clock.atMs(header.timestamp) ?? nowMs
    const wanted = clock.timestampAt(capturedAtMs + this.startShiftMs()) ?? header.timestamp
    const earliest =
      this.#lastTimestamp === null ? wanted : addTimestamp(this.#lastTimestamp, this.#minStepTicks)
    const timestamp = timestampDistance(earliest, wanted) < 0 ? earliest : wanted
    this.#resync = false
    this.#sentSinceAlign = 0
    this.#firstSequence = header.sequence
    this.#sequenceOffset = sequenceDistance(header.sequence, addSequence(this.#lastSequence, 1))
    this.#timestampOffset = timestampDistance(header.timestamp, timestamp)
    this.onSwitched((clock.atMs(timestamp) ?? capturedAtMs) - capturedAtMs)
  }

  #send(
    bytes: Buffer,
    start: number,
    end: number,
    sequence: number,
    timestamp: number,
    marker: boolean,
    nowMs: number,
  ): void {
    const length = rtpHeaderBytes + end - start
    if (length > this.#scratch.length) return
    const header = this.#header
    header.marker = marker
    header.sequence = sequence
    header.timestamp = timestamp
    header.payloadEnd = length
    bytes.copy(this.#scratch, rtpHeaderBytes, start, end)
    const packet = this.#scratch.subarray(0, length)
    if (sequenceDistance(this.#lastSequence, sequence) > 0) {
      this.#lastSequence = sequence
      this.#lastTimestamp = timestamp
    }
    this.sentAtMs = nowMs
    this.#sentSinceAlign++
    this.packets++
    this.bytes += end - start
    for (const outlet of this.#outlets) {
      header.payloadType = outlet.payloadType
      header.ssrc = outlet.ssrc
      writeRtpHeader(packet, header)
      outlet.send(packet)
    }
    this.#output.emit(packet, header, nowMs)
  }
}
