import { DomainError } from '@stallcast/shared/kernel'
import type { ConsumeTarget } from '@stallcast/shared/media'
import type { types } from 'mediasoup-client'
import type { SendMediaRequest } from './media-requests.ts'
import {
  cameraCodecOptions,
  cameraEncodings,
  microphoneCodecOptions,
  preferredVideoCodec,
} from './publish-profile.ts'

type Transport = types.Transport
type Direction = 'send' | 'recv'

/** Time a broken path has to mend itself before it is asked to find another. */
const patienceMs = 2_000

/**
 * One stay with the media relay: from `media:join` to the loss of the socket. Holds the device and at most
 * one transport per direction, made when first needed. `onLost` is called once, when only joining again helps.
 */
export class MediaSession {
  readonly epoch: number
  readonly #ask: SendMediaRequest
  readonly #device: types.Device
  readonly #onLost: () => void
  readonly #transports = new Map<Direction, Promise<Transport>>()
  readonly #open = new Set<Transport>()
  #closed = false

  private constructor(
    ask: SendMediaRequest,
    device: types.Device,
    epoch: number,
    onLost: () => void,
  ) {
    this.#ask = ask
    this.#device = device
    this.epoch = epoch
    this.#onLost = onLost
  }

  /** @throws DomainError from the relay; UnsupportedError when the browser has no WebRTC */
  static async open(ask: SendMediaRequest, onLost: () => void): Promise<MediaSession> {
    const [{ Device }, joined] = await Promise.all([
      import('mediasoup-client'),
      ask('media:join', {}),
    ])
    const device = await Device.factory()
    await device.load({ routerRtpCapabilities: joined.rtpCapabilities })
    return new MediaSession(ask, device, joined.epoch, onLost)
  }

  get closed(): boolean {
    return this.#closed
  }

  /** A running consumer of the target; tracks with one `streamId` are kept in lip sync. */
  async consume(target: ConsumeTarget, streamId: string): Promise<types.Consumer> {
    const transport = await this.#transport('recv')
    const answer = await this.#ask('media:consume', {
      transportId: transport.id,
      target,
      rtpCapabilities: this.#device.recvRtpCapabilities,
    })
    const consumer = await transport.consume({
      id: answer.id,
      producerId: answer.producerId,
      kind: answer.kind,
      rtpParameters: answer.rtpParameters,
      streamId,
    })
    await this.#ask('media:consumer.resume', { consumerId: consumer.id })
    return consumer
  }

  async stopConsuming(consumer: types.Consumer): Promise<void> {
    consumer.close()
    if (!this.#closed) await this.#ask('media:consumer.close', { consumerId: consumer.id })
  }

  /**
   * Sends a track under `label`. The track stays the caller's: closing the producer does not stop it.
   * @param paused muted from its first packet on: who muted before a reconnection is not seen for a moment after it
   */
  async produce(track: MediaStreamTrack, label: string, paused: boolean): Promise<types.Producer> {
    const transport = await this.#transport('send')
    if (paused) track.enabled = false
    const shared = { track, stopTracks: false, zeroRtpOnPause: true, appData: { label, paused } }
    if (track.kind === 'audio') {
      return transport.produce({ ...shared, codecOptions: microphoneCodecOptions })
    }
    const codec = preferredVideoCodec(this.#device.sendRtpCapabilities)
    if (!codec) throw new DomainError('media.unsupported', { detail: 'no video codec' })
    return transport.produce({
      ...shared,
      codec,
      encodings: cameraEncodings,
      codecOptions: cameraCodecOptions,
    })
  }

  async stopProducing(producer: types.Producer): Promise<void> {
    producer.close()
    if (!this.#closed) await this.#ask('media:producer.close', { producerId: producer.id })
  }

  /** Pauses or resumes at both ends, so that nothing leaves the device while it is muted. */
  async setPaused(producer: types.Producer, paused: boolean): Promise<void> {
    if (paused) producer.pause()
    else producer.resume()
    const request = { producerId: producer.id }
    await (paused
      ? this.#ask('media:producer.pause', request)
      : this.#ask('media:producer.resume', request))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const transport of this.#open) {
      transport.close()
      // Only matters when the socket outlives the session: a lost socket closes everything itself.
      this.#ask('media:transport.close', { transportId: transport.id }).catch(() => undefined)
    }
    this.#open.clear()
  }

  #transport(direction: Direction): Promise<Transport> {
    const known = this.#transports.get(direction)
    if (known) return known
    const made = this.#createTransport(direction)
    this.#transports.set(direction, made)
    made.catch(() => this.#transports.delete(direction))
    return made
  }

  async #createTransport(direction: Direction): Promise<Transport> {
    const answer = await this.#ask('media:transport.create', { direction })
    if (this.#closed) throw new DomainError('media.unavailable')
    const options = {
      id: answer.id,
      iceParameters: answer.iceParameters,
      iceCandidates: answer.iceCandidates,
      dtlsParameters: answer.dtlsParameters,
    }
    const transport =
      direction === 'send'
        ? this.#device.createSendTransport(options)
        : this.#device.createRecvTransport(options)
    this.#open.add(transport)
    transport.on('connect', async ({ dtlsParameters }, done, failed) => {
      try {
        await this.#ask('media:transport.connect', { transportId: transport.id, dtlsParameters })
        done()
      } catch (error) {
        failed(asError(error))
      }
    })
    transport.on('produce', async ({ kind, rtpParameters, appData }, done, failed) => {
      const label = typeof appData['label'] === 'string' ? { label: appData['label'] } : {}
      const paused = appData['paused'] === true
      const request = {
        transportId: transport.id,
        kind,
        rtpParameters,
        slot: 'camera',
        paused,
      } as const
      try {
        const { producerId } = await this.#ask('media:produce', { ...request, ...label })
        done({ id: producerId })
      } catch (error) {
        failed(asError(error))
      }
    })
    this.#mendWhenBroken(transport)
    return transport
  }

  /** A path that breaks (Wi-Fi to mobile) gets new ICE credentials; if that fails too, the session is lost. */
  #mendWhenBroken(transport: Transport): void {
    let timer: ReturnType<typeof setTimeout> | undefined
    let tries = 0
    const mend = (): void => {
      if (this.#closed || transport.closed) return
      if (tries++ >= 3) {
        this.#lose()
        return
      }
      this.#ask('media:transport.restartIce', { transportId: transport.id })
        .then((iceParameters) => transport.restartIce({ iceParameters }))
        .catch(() => this.#lose())
    }
    transport.on('connectionstatechange', (state) => {
      clearTimeout(timer)
      if (state === 'connected') tries = 0
      if (state === 'disconnected') timer = setTimeout(mend, patienceMs)
      if (state === 'failed') mend()
    })
  }

  #lose(): void {
    if (this.#closed) return
    this.close()
    this.#onLost()
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
