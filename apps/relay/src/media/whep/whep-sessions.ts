import { randomUUID } from 'node:crypto'
import type { types } from 'mediasoup'
import { DomainError } from '@stallcast/shared/kernel'
import type { MediaKind } from '@stallcast/shared/media'
import type { MediaConfig } from '../media.config.ts'
import type { MediaRoom, RoomProgram } from '../media-room.ts'
import type { ShowMedia } from '../show-media.ts'
import { writeWhepAnswer } from './whep-answer.ts'
import { readWhepOffer, type WhepOffer } from './whep-offer.ts'

/** A viewer that was answered and never came is cut off after this. */
const connectWithinMs = 15_000
/** A viewer that stops answering (ICE consent, RFC 7675) is cut off after this. */
const consentS = 12

const feedback = {
  video: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }],
  audio: [],
} as const

type Session = { address: string; transport: types.WebRtcTransport; timer: NodeJS.Timeout }

/** The public viewers of all shows of this relay, counted and cut off when they are gone (MD25). */
export class WhepSessions {
  readonly #config: Pick<MediaConfig, 'maxViewers' | 'maxViewersPerAddress'>
  readonly #sessions = new Map<string, Session>()
  readonly #opening = new Map<string, number>()

  constructor(config: Pick<MediaConfig, 'maxViewers' | 'maxViewersPerAddress'>) {
    this.#config = config
  }

  get count(): number {
    return this.#sessions.size
  }

  has(id: string): boolean {
    return this.#sessions.has(id)
  }

  /**
   * @param sdp the viewer's offer
   * @returns the session and the SDP answer
   * @throws DomainError `media.unsupported`, `media.limit`, `media.unavailable`
   */
  async open(
    media: ShowMedia,
    sdp: string,
    address: string,
  ): Promise<{ id: string; answer: string }> {
    this.#demandRoom(address)
    const offer = readWhepOffer(sdp)
    this.#opening.set(address, (this.#opening.get(address) ?? 0) + 1)
    try {
      const { room, program, release } = await media.outputs.lease(offer.payloadTypes)
      const transport = await openTransport(room, release)
      try {
        const answer = await connect(transport, room, program, offer)
        const id = randomUUID()
        this.#keep(id, { address, transport })
        return { id, answer }
      } catch (error) {
        transport.close()
        throw error
      }
    } finally {
      const left = (this.#opening.get(address) ?? 1) - 1
      if (left > 0) this.#opening.set(address, left)
      else this.#opening.delete(address)
    }
  }

  /** @returns false when there is no such session (any more) */
  close(id: string): boolean {
    const session = this.#sessions.get(id)
    session?.transport.close()
    return session !== undefined
  }

  closeAll(): void {
    for (const id of this.#sessions.keys()) this.close(id)
  }

  #keep(id: string, parts: { address: string; transport: types.WebRtcTransport }): void {
    const { transport } = parts
    const timer = setTimeout(() => {
      if (transport.dtlsState !== 'connected') transport.close()
    }, connectWithinMs)
    timer.unref()
    this.#sessions.set(id, { ...parts, timer })
    transport.observer.once('close', () => {
      clearTimeout(timer)
      this.#sessions.delete(id)
    })
    transport.on('icestatechange', (state) => {
      if (state === 'disconnected') transport.close()
    })
    transport.on('dtlsstatechange', (state) => {
      if (state === 'closed' || state === 'failed') transport.close()
    })
  }

  #demandRoom(address: string): void {
    const { maxViewers, maxViewersPerAddress } = this.#config
    const opening = [...this.#opening.values()].reduce((sum, count) => sum + count, 0)
    if (this.#sessions.size + opening >= maxViewers) throw new DomainError('rate.limited')
    const here = [...this.#sessions.values()].filter((other) => other.address === address).length
    if (here + (this.#opening.get(address) ?? 0) >= maxViewersPerAddress) {
      throw new DomainError('rate.limited')
    }
  }
}

async function openTransport(room: MediaRoom, release: () => void): Promise<types.WebRtcTransport> {
  try {
    const transport = await room.createWebRtcTransport({ iceConsentTimeoutS: consentS })
    transport.observer.once('close', release)
    return transport
  } catch (error) {
    release()
    throw error
  }
}

async function connect(
  transport: types.WebRtcTransport,
  room: MediaRoom,
  program: RoomProgram,
  offer: WhepOffer,
): Promise<string> {
  await transport.connect({ dtlsParameters: offer.dtlsParameters })
  const consume = (kind: MediaKind) =>
    transport.consume({
      producerId: program.producerIds[kind],
      rtpCapabilities: capabilities(room.router, kind),
    })
  const consumers = { video: await consume('video'), audio: await consume('audio') }
  return writeWhepAnswer(offer, { transport, consumers })
}

/**
 * What a viewer is taken to be able to: the one codec in the payload type that it asked for, and neither
 * header extensions nor RTX, whose numbers would have to be the viewer's as well. Without RTX, lost packets
 * are sent again as they were (RFC 4585 alone).
 */
function capabilities(router: types.Router, kind: MediaKind): types.RtpCapabilities {
  const codecs = (router.rtpCapabilities.codecs ?? [])
    .filter((codec) => codec.kind === kind && !codec.mimeType.endsWith('/rtx'))
    .map((codec) => ({ ...codec, rtcpFeedback: [...feedback[kind]] }))
  return { codecs, headerExtensions: [] }
}
