import { randomInt } from 'node:crypto'
import type { types } from 'mediasoup'
import type { MediaKind } from '@stallcast/shared/media'
import { mediaCodecs, type MediaWorker } from './mediasoup.adapter.ts'
import type { ProgramOutlets } from './program/program-bus.ts'
import { asksKeyFrame } from './rtp/rtcp.ts'
import { ProducerTap } from './sources/browser-source.ts'
import type { RemoteClock } from './sources/remote-clock.ts'
import type { LoopOutlet } from './sources/loop-source.ts'

// Without it browsers turn the picture before they encode: the recorder and the bus cannot turn it (mediasoup
// documentation, "tricks").
const withheldExtensions: ReadonlySet<string> = new Set(['urn:3gpp:video-orientation'])

export type PayloadTypes = Record<MediaKind, number>

/** Any would do for mediasoup-client; these are Chromium's. */
const usualPayloadTypes: PayloadTypes = { video: 106, audio: 111 }

type Outlet = LoopOutlet & { producer: types.Producer }

export type RoomProgram = ProgramOutlets & { producerIds: Record<MediaKind, string> }

/** What one show has inside mediasoup: a router, and direct transports to carry RTP in and out of the relay. */
export class MediaRoom {
  readonly worker: MediaWorker
  readonly router: types.Router
  /** What clients are told the room can do. */
  readonly rtpCapabilities: types.RtpCapabilities
  readonly #program: types.DirectTransport
  readonly #loops: types.DirectTransport
  readonly #taps: types.DirectTransport
  readonly #nowMs: () => number

  private constructor(
    worker: MediaWorker,
    router: types.Router,
    transports: {
      program: types.DirectTransport
      loops: types.DirectTransport
      taps: types.DirectTransport
    },
    nowMs: () => number,
  ) {
    this.worker = worker
    this.router = router
    this.#program = transports.program
    this.#loops = transports.loops
    this.#taps = transports.taps
    this.#nowMs = nowMs
    const { rtpCapabilities } = router
    this.rtpCapabilities = {
      ...rtpCapabilities,
      headerExtensions: (rtpCapabilities.headerExtensions ?? []).filter(
        (extension) => !withheldExtensions.has(extension.uri),
      ),
    }
  }

  /** @param payloadTypes what everything in the room is sent with: mediasoup does not translate them per viewer */
  static async open(
    worker: MediaWorker,
    nowMs: () => number,
    payloadTypes: PayloadTypes = usualPayloadTypes,
  ): Promise<MediaRoom> {
    const router = await worker.worker.createRouter({
      mediaCodecs: mediaCodecs.map((codec) => ({
        ...codec,
        preferredPayloadType: payloadTypes[codec.kind],
      })),
    })
    const [program, loops, taps] = await Promise.all([
      router.createDirectTransport(),
      router.createDirectTransport(),
      router.createDirectTransport(),
    ])
    return new MediaRoom(worker, router, { program, loops, taps }, nowMs)
  }

  get closed(): boolean {
    return this.router.closed
  }

  /** Producers of the program; `onKeyFrameWanted` is called when a viewer lost its picture. */
  async openProgram(onKeyFrameWanted: () => void): Promise<RoomProgram> {
    const video = await produce(this.#program, 'video', 'program')
    const audio = await produce(this.#program, 'audio', 'program')
    this.#program.on('rtcp', (compound) => {
      if (asksKeyFrame(compound)) onKeyFrameWanted()
    })
    return {
      video,
      audio,
      producerIds: { video: video.producerId, audio: audio.producerId },
      sendRtcp: (packet) => {
        if (!this.#program.closed) this.#program.sendRtcp(packet)
      },
    }
  }

  async openLoop(
    id: string,
    hasAudio: boolean,
  ): Promise<{ video: Outlet; audio: Outlet | null; close: () => void }> {
    const video = await produce(this.#loops, 'video', id)
    const audio = hasAudio ? await produce(this.#loops, 'audio', id) : null
    return {
      video,
      audio,
      close: () => {
        video.producer.close()
        audio?.producer.close()
      },
    }
  }

  async openTap(producer: types.Producer, remote: RemoteClock): Promise<ProducerTap> {
    const { rtpCapabilities } = this.router
    return ProducerTap.open(this.#taps, producer, rtpCapabilities, remote, this.#nowMs)
  }

  async createWebRtcTransport(options: {
    iceConsentTimeoutS?: number
  }): Promise<types.WebRtcTransport> {
    return this.router.createWebRtcTransport({
      webRtcServer: this.worker.webRtcServer,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      // The default of 600 kbit/s makes the first seconds of a picture poor.
      initialAvailableOutgoingBitrate: 3_000_000,
      iceConsentTimeout: options.iceConsentTimeoutS ?? 15,
    })
  }

  close(): void {
    this.router.close()
  }
}

async function produce(
  transport: types.DirectTransport,
  kind: MediaKind,
  cname: string,
): Promise<Outlet> {
  const payloadType = usualPayloadTypes[kind]
  const ssrc = randomInt(1, 2 ** 31)
  const codec = mediaCodecs.find((candidate) => candidate.kind === kind)
  if (!codec) throw new Error(`Invariant: no ${kind} codec`)
  const producer = await transport.produce({
    kind,
    rtpParameters: {
      codecs: [
        {
          mimeType: codec.mimeType,
          clockRate: codec.clockRate,
          payloadType,
          ...(codec.channels === undefined ? {} : { channels: codec.channels }),
          parameters: codec.parameters ?? {},
          // No NACK: what the relay itself writes cannot be asked for again.
          rtcpFeedback:
            kind === 'video'
              ? [
                  { type: 'nack', parameter: 'pli' },
                  { type: 'ccm', parameter: 'fir' },
                ]
              : [],
        },
      ],
      headerExtensions: [],
      encodings: [{ ssrc }],
      rtcp: { cname },
    },
  })
  return {
    producer,
    producerId: producer.id,
    payloadType,
    ssrc,
    send: (packet) => {
      if (!producer.closed) producer.send(packet)
    },
  }
}
