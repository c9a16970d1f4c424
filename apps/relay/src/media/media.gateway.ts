import { z } from 'zod'
import type { Seat } from '@stallcast/shared/crew'
import { DomainError, isDomainError, type ErrorView } from '@stallcast/shared/kernel'
import {
  mediaRequestSchemas,
  type MediaRequest,
  type MediaRequestName,
} from '@stallcast/shared/media'
import { rateLimit } from '../infra/rate-limit.ts'
import { MediaPeer } from './media-peer.ts'
import type { MediaService } from './media.service.ts'
import type { MediaLogger } from './ports.ts'

/** A desk that joins with nine sources asks some fifty times at once, and as often again when a room is rebuilt. */
const requestsPerSecond = 40
const requestsAtOnce = 200
const floodToldEveryMs = 10_000

/** The part of a Socket.IO socket that is used here. */
export interface MediaSocket {
  on(event: string, listener: (...args: unknown[]) => void): unknown
  emit(event: string, message: unknown): unknown
}

type Handlers = {
  [Name in MediaRequestName]: (peer: MediaPeer, request: MediaRequest<Name>) => unknown
}

const handlers: Handlers = {
  'media:join': (peer) => peer.join(),
  'media:transport.create': (peer, request) => peer.createTransport(request),
  'media:transport.connect': (peer, request) => peer.connectTransport(request),
  'media:transport.restartIce': (peer, request) => peer.restartIce(request),
  'media:transport.close': (peer, request) => peer.closeTransport(request),
  'media:produce': (peer, request) => peer.produce(request),
  'media:producer.pause': (peer, request) => peer.pauseProducer(request),
  'media:producer.resume': (peer, request) => peer.resumeProducer(request),
  'media:producer.close': (peer, request) => peer.closeProducer(request),
  'media:consume': (peer, request) => peer.consume(request),
  'media:consumer.resume': (peer, request) => peer.resumeConsumer(request),
  'media:consumer.pause': (peer, request) => peer.pauseConsumer(request),
  'media:consumer.close': (peer, request) => peer.closeConsumer(request),
}

/**
 * Answers the media requests of one socket: `(request, ack)`, ack `{ ok: true, result }` or
 * `{ ok: false, error: { code, params, message } }`. Whatever it opened closes with it.
 */
export function registerMediaGateway(
  socket: MediaSocket,
  seat: Seat,
  services: { service: MediaService; logger: MediaLogger },
): void {
  const { service, logger } = services
  let peer: Promise<MediaPeer> | null = null
  let gone = false
  let floodToldAtMs = 0
  const allow = rateLimit(requestsPerSecond, requestsAtOnce)
  const openShow = async () => {
    try {
      return await service.openShow(seat.showId)
    } catch (error) {
      // The next request tries anew.
      peer = null
      throw error
    }
  }
  const openPeer = async () => {
    const media = await openShow()
    return new MediaPeer(seat, media, {
      onConsumerClosed: (consumerId) => socket.emit('media:consumer.closed', { consumerId }),
      onConsumerPaused: (consumerId, paused) =>
        socket.emit('media:consumer.paused', { consumerId, paused }),
    })
  }
  const demandCalm = () => {
    if (allow()) return
    // Now and then, not once a request: the log must not be the next thing to be flooded.
    if (Date.now() - floodToldAtMs > floodToldEveryMs) {
      floodToldAtMs = Date.now()
      logger.warn({ seat: seat.sessionId, role: seat.role }, 'a connection floods media requests')
    }
    throw new DomainError('rate.limited')
  }
  for (const name of Object.keys(mediaRequestSchemas) as MediaRequestName[]) {
    socket.on(name, async (...args) => {
      const ack = args.at(-1)
      if (typeof ack !== 'function') return
      try {
        demandCalm()
        const request = mediaRequestSchemas[name].parse(args.length > 1 ? args[0] : {})
        const open = await (peer ??= openPeer())
        if (gone) return
        const handle = handlers[name] as (peer: MediaPeer, request: unknown) => unknown
        const result = await handle(open, request)
        // The socket may have gone while something was opened for it.
        if (gone) open.close()
        ack({ ok: true, result: result ?? null })
      } catch (error) {
        ack({ ok: false, error: errorView(error, logger, { event: name, seat: seat.sessionId }) })
      }
    })
  }
  socket.on('disconnect', () => {
    gone = true
    peer?.then(
      (open) => open.close(),
      () => undefined,
    )
  })
}

function errorView(error: unknown, logger: MediaLogger, context: object): ErrorView {
  if (isDomainError(error)) return error.toView()
  if (error instanceof z.ZodError) {
    return new DomainError('input.invalid', { detail: z.prettifyError(error) }).toView()
  }
  // mediasoup throws these for parameters that a client made up.
  if (error instanceof TypeError || (error instanceof Error && error.name === 'UnsupportedError')) {
    return new DomainError('media.unsupported', { detail: error.message }).toView()
  }
  logger.error({ ...context, err: error }, 'a media request failed')
  return new DomainError('internal').toView()
}
