import type { types } from 'mediasoup'
import { demand, may, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type {
  ConsumeTarget,
  MediaConsumeResult,
  MediaJoinResult,
  MediaRequest,
  MediaTransportResult,
} from '@stallcast/shared/media'
import type { ShowMedia } from './show-media.ts'

const maxTransportsPerDirection = 2
const maxProducers = 3
/** One picture and one sound of each of nine sources, the program, and as many again while they are replaced. */
const maxConsumers = 40
const maxIncomingBps = 4_000_000

type Direction = 'send' | 'recv'
type OwnTransport = { transport: types.WebRtcTransport; direction: Direction }

export type PeerEvents = {
  onConsumerClosed(consumerId: string): void
  onConsumerPaused(consumerId: string, paused: boolean): void
}

/** Everything that one connection of a seat has open in the media relay; it closes as a whole (MD24). */
export class MediaPeer {
  readonly #seat: Seat
  readonly #media: ShowMedia
  readonly #events: PeerEvents
  readonly #transports = new Map<string, OwnTransport>()
  readonly #producers = new Map<string, { producer: types.Producer; slot: string }>()
  readonly #consumers = new Map<string, types.Consumer>()
  readonly #opening = { send: 0, recv: 0, producer: 0, consumer: 0 }

  constructor(seat: Seat, media: ShowMedia, events: PeerEvents) {
    this.#seat = seat
    this.#media = media
    this.#events = events
  }

  join(): MediaJoinResult {
    demand(this.#seat.role, 'media.watch-program')
    const { registry, room, epoch, programProducerIds } = this.#media
    const sources = may(this.#seat.role, 'media.watch-sources') ? registry.all() : []
    return {
      epoch,
      rtpCapabilities: room.rtpCapabilities,
      program: programProducerIds,
      sources: sources.map((source) => ({
        id: source.id,
        video: source.producerId('video'),
        audio: source.producerId('audio'),
      })),
    }
  }

  async createTransport({
    direction,
  }: MediaRequest<'media:transport.create'>): Promise<MediaTransportResult> {
    demand(this.#seat.role, direction === 'send' ? 'media.produce' : 'media.watch-program')
    const open = [...this.#transports.values()].filter((own) => own.direction === direction)
    return this.#within(maxTransportsPerDirection, direction, open.length, async () => {
      const transport = await this.#media.room.createWebRtcTransport({})
      this.#transports.set(transport.id, { transport, direction })
      transport.observer.once('close', () => this.#transports.delete(transport.id))
      if (direction === 'send') await transport.setMaxIncomingBitrate(maxIncomingBps)
      const { id, iceParameters, iceCandidates, dtlsParameters } = transport
      return { id, iceParameters, iceCandidates, dtlsParameters }
    })
  }

  async connectTransport(request: MediaRequest<'media:transport.connect'>): Promise<void> {
    const { transport } = this.#transport(request.transportId)
    await transport.connect({ dtlsParameters: request.dtlsParameters as types.DtlsParameters })
  }

  async restartIce(request: MediaRequest<'media:transport.restartIce'>): Promise<unknown> {
    return this.#transport(request.transportId).transport.restartIce()
  }

  closeTransport(request: MediaRequest<'media:transport.close'>): void {
    this.#transport(request.transportId).transport.close()
  }

  async produce(
    request: MediaRequest<'media:produce'>,
  ): Promise<{ producerId: string; sourceId: string }> {
    demand(this.#seat.role, 'media.produce')
    const { transport } = this.#transport(request.transportId, 'send')
    const { kind, slot, label, paused = false } = request
    const replaced = [...this.#producers.values()].find(
      (own) => own.slot === slot && own.producer.kind === kind,
    )
    const others = this.#producers.size - (replaced ? 1 : 0)
    const producer = await this.#within(maxProducers, 'producer', others, () =>
      transport.produce({
        kind,
        rtpParameters: request.rtpParameters as types.RtpParameters,
        paused,
      }),
    )
    this.#producers.set(producer.id, { producer, slot })
    producer.observer.once('close', () => this.#producers.delete(producer.id))
    const source = await this.#media.publish(
      {
        sourceId: sourceIdOf(this.#seat, slot),
        sessionId: this.#seat.sessionId,
        label: label ?? this.#seat.personName,
      },
      producer,
    )
    replaced?.producer.close()
    return { producerId: producer.id, sourceId: source.id }
  }

  async pauseProducer(request: MediaRequest<'media:producer.pause'>): Promise<void> {
    await this.#producer(request.producerId).pause()
  }

  async resumeProducer(request: MediaRequest<'media:producer.resume'>): Promise<void> {
    await this.#producer(request.producerId).resume()
  }

  closeProducer(request: MediaRequest<'media:producer.close'>): void {
    this.#producer(request.producerId).close()
  }

  async consume(request: MediaRequest<'media:consume'>): Promise<MediaConsumeResult> {
    const { transport } = this.#transport(request.transportId, 'recv')
    const { producerId, sourceId } = this.#resolve(request.target)
    const rtpCapabilities = request.rtpCapabilities as types.RtpCapabilities
    if (!this.#media.room.router.canConsume({ producerId, rtpCapabilities })) {
      throw new DomainError('media.unsupported', { detail: 'H.264 and Opus are needed' })
    }
    const consumer = await this.#within(maxConsumers, 'consumer', this.#consumers.size, () =>
      transport.consume({ producerId, rtpCapabilities, paused: true }),
    )
    this.#consumers.set(consumer.id, consumer)
    consumer.observer.once('close', () => {
      this.#consumers.delete(consumer.id)
      this.#events.onConsumerClosed(consumer.id)
    })
    consumer.on('producerpause', () => this.#events.onConsumerPaused(consumer.id, true))
    consumer.on('producerresume', () => this.#events.onConsumerPaused(consumer.id, false))
    return {
      id: consumer.id,
      producerId,
      kind: consumer.kind,
      rtpParameters: consumer.rtpParameters,
      sourceId,
    }
  }

  async resumeConsumer(request: MediaRequest<'media:consumer.resume'>): Promise<void> {
    await this.#consumer(request.consumerId).resume()
  }

  async pauseConsumer(request: MediaRequest<'media:consumer.pause'>): Promise<void> {
    await this.#consumer(request.consumerId).pause()
  }

  closeConsumer(request: MediaRequest<'media:consumer.close'>): void {
    this.#consumer(request.consumerId).close()
  }

  close(): void {
    for (const { transport } of this.#transports.values()) transport.close()
  }

  /** Those still being opened count as well: a flood of requests must not pass a limit together. */
  async #within<T>(
    max: number,
    what: 'send' | 'recv' | 'producer' | 'consumer',
    open: number,
    task: () => Promise<T>,
  ): Promise<T> {
    if (open + this.#opening[what] >= max) throw new DomainError('media.limit')
    this.#opening[what]++
    try {
      return await task()
    } finally {
      this.#opening[what]--
    }
  }

  /** Which producer is meant, when the seat may have it. */
  #resolve(target: ConsumeTarget): { producerId: string; sourceId: string | null } {
    const { registry, programProducerIds } = this.#media
    const { role } = this.#seat
    if ('program' in target) {
      demand(role, 'media.watch-program')
      return { producerId: programProducerIds[target.kind], sourceId: null }
    }
    if ('producerId' in target && Object.values(programProducerIds).includes(target.producerId)) {
      demand(role, 'media.watch-program')
      return { producerId: target.producerId, sourceId: null }
    }
    demand(role, 'media.watch-sources')
    for (const source of registry.all()) {
      for (const kind of ['video', 'audio'] as const) {
        const producerId = source.producerId(kind)
        const isMeant =
          'sourceId' in target
            ? target.sourceId === source.id && target.kind === kind
            : target.producerId === producerId
        if (producerId !== null && isMeant) return { producerId, sourceId: source.id }
      }
    }
    throw new DomainError('media.unknown-source')
  }

  #transport(id: string, direction?: Direction): OwnTransport {
    const own = this.#transports.get(id)
    if (!own || (direction !== undefined && own.direction !== direction)) {
      throw new DomainError('media.refused', { detail: 'no such connection' })
    }
    return own
  }

  #producer(id: string): types.Producer {
    const own = this.#producers.get(id)
    if (!own) throw new DomainError('media.refused', { detail: 'no such track' })
    return own.producer
  }

  #consumer(id: string): types.Consumer {
    const consumer = this.#consumers.get(id)
    if (!consumer) throw new DomainError('media.refused', { detail: 'no such track' })
    return consumer
  }
}

/** The same for every connection of a seat, so that a guest who comes back is the same source. */
function sourceIdOf(seat: Seat, slot: string): string {
  const id = `seat-${seat.sessionId.replace(/[^\w-]/g, '')}`
  return slot === 'camera' ? id : `${id}-${slot}`
}
