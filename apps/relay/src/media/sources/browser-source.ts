import type { types } from 'mediasoup'
import type { MediaKind } from '@stallcast/shared/media'
import { readAudioLevel } from '../rtp/audio-level.ts'
import { PacketFan } from '../rtp/feed.ts'
import { parseRtp } from '../rtp/packet.ts'
import { StreamClock } from '../rtp/stream-clock.ts'
import type { MediaSource } from './media-source.ts'
import { RemoteClock, senderReportSchema, type RemoteStream } from './remote-clock.ts'

/** Two key frames closer than this help nobody and cost the sender's uplink. */
const keyFrameSpacingMs = 400

/**
 * A camera and microphone sent by a browser (or a WHIP encoder). Its packets come to the relay through a
 * consumer on a direct transport; that is the tap which bus, recorder and meters read.
 */
export class BrowserSource implements MediaSource {
  readonly id: string
  readonly kind = 'browser'
  readonly label: string
  readonly wantedNumber = null
  readonly ownerSessionId: string
  readonly pictureSize = null
  /** One browser, one clock: kept while its tracks come and go. */
  readonly remoteClock = new RemoteClock()
  readonly #taps = new Map<MediaKind, ProducerTap>()

  constructor(settings: { id: string; label: string; ownerSessionId: string }) {
    this.id = settings.id
    this.label = settings.label
    this.ownerSessionId = settings.ownerSessionId
  }

  get video(): PacketFan | null {
    return this.#taps.get('video')?.fan ?? null
  }

  get audio(): PacketFan | null {
    return this.#taps.get('audio')?.fan ?? null
  }

  producerId(kind: MediaKind): string | null {
    return this.#taps.get(kind)?.producerId ?? null
  }

  audioLevelDb(bytes: Buffer): number | null {
    const id = this.#taps.get('audio')?.levelExtensionId
    return id === undefined ? null : readAudioLevel(bytes, id)
  }

  setTap(kind: MediaKind, tap: ProducerTap | null): void {
    if (tap) this.#taps.set(kind, tap)
    else this.#taps.delete(kind)
  }
}

/** Reads one producer's packets inside the relay. */
export class ProducerTap {
  readonly producerId: string
  readonly fan: PacketFan
  readonly levelExtensionId: number | undefined
  readonly #consumer: types.Consumer
  readonly #times: RemoteStream
  #askedAtMs = 0

  private constructor(consumer: types.Consumer, remote: RemoteClock, nowMs: () => number) {
    this.#consumer = consumer
    this.producerId = consumer.producerId
    const { codecs, headerExtensions = [] } = consumer.rtpParameters
    this.levelExtensionId = headerExtensions.find((extension) =>
      extension.uri.endsWith('ssrc-audio-level'),
    )?.id
    const clock = new StreamClock(codecs[0]?.clockRate ?? 90_000)
    this.#times = remote.stream(clock)
    this.fan = new PacketFan(consumer.kind, clock, () => this.#requestKeyFrame(nowMs()))
    consumer.on('rtp', (bytes) => {
      const header = parseRtp(bytes)
      if (!header || header.payloadEnd === header.payloadStart) return
      const atMs = nowMs()
      this.#times.onPacket(header.timestamp, atMs)
      this.fan.emit(bytes, header, atMs)
    })
  }

  /** @param remote the wall clock of who sends it, shared by all its tracks */
  static async open(
    transport: types.DirectTransport,
    producer: types.Producer,
    rtpCapabilities: types.RtpCapabilities,
    remote: RemoteClock,
    nowMs: () => number,
  ): Promise<ProducerTap> {
    const producerId = producer.id
    const consumer = await transport.consume({ producerId, rtpCapabilities, paused: true })
    const tap = new ProducerTap(consumer, remote, nowMs)
    // A direct transport passes no sender reports on; the producer's trace does.
    producer.on('trace', ({ type, info }) => {
      const report = type === 'sr' ? senderReportSchema.safeParse(info).data : undefined
      if (report) tap.#times.onReport(report)
    })
    await producer.enableTraceEvent(['sr'])
    await consumer.resume()
    return tap
  }

  close(): void {
    this.#consumer.close()
  }

  #requestKeyFrame(nowMs: number): void {
    if (this.#consumer.closed || nowMs - this.#askedAtMs < keyFrameSpacingMs) return
    this.#askedAtMs = nowMs
    // Refused only when the consumer closes meanwhile: then nobody waits for the frame any more.
    this.#consumer.requestKeyFrame().catch(() => undefined)
  }
}
