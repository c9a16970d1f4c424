import { DomainError, type ErrorView } from '@stallcast/shared/kernel'
import type { MediaKind, MediaRequest, MediaRequestName } from '@stallcast/shared/media'
import type { Ack, LevelsMessage, StateMessage } from '@stallcast/shared/protocol'
import type { types } from 'mediasoup-client'

/** What the media part needs of the show's Socket.IO connection. */
export type MediaSocket = {
  readonly connected: boolean
  emit(event: string, payload: unknown, ack: (answer: Ack) => void): unknown
  on<E extends keyof MediaPushes>(event: E, listener: MediaPushes[E]): unknown
  off<E extends keyof MediaPushes>(event: E, listener: MediaPushes[E]): unknown
}

/** What arrives unasked. */
export type MediaPushes = {
  connect: () => void
  disconnect: (reason: string) => void
  levels: (levels: LevelsMessage) => void
  state: (message: StateMessage) => void
  'media:reset': (message: { epoch: number }) => void
  'media:consumer.closed': (message: { consumerId: string }) => void
}

export type TransportAnswer = Pick<
  types.TransportOptions,
  'id' | 'iceParameters' | 'iceCandidates' | 'dtlsParameters'
>

type Answers = {
  'media:join': { rtpCapabilities: types.RtpCapabilities; epoch: number }
  'media:transport.create': TransportAnswer
  'media:transport.restartIce': { iceParameters: types.IceParameters }
  'media:produce': { producerId: string; sourceId: string | null }
  'media:consume': {
    consumerId: string
    producerId: string
    kind: MediaKind
    rtpParameters: types.RtpParameters
  }
}
export type MediaAnswer<N extends MediaRequestName> = N extends keyof Answers ? Answers[N] : unknown

export type SendMediaRequest = <N extends MediaRequestName>(
  name: N,
  payload: MediaRequest<N>,
) => Promise<MediaAnswer<N>>

/** Longer than the relay ever takes: after this the connection itself is in doubt. */
const answerTimeoutMs = 10_000

/** The typed way to ask the media gateway. Rejects with the relay's DomainError, or `media.unavailable`. */
export function mediaRequests(socket: MediaSocket): SendMediaRequest {
  return (name, payload) =>
    new Promise((resolve, reject) => {
      if (!socket.connected) {
        reject(new DomainError('media.unavailable'))
        return
      }
      const timer = setTimeout(() => reject(new DomainError('media.unavailable')), answerTimeoutMs)
      socket.emit(name, payload, (answer) => {
        clearTimeout(timer)
        if (answer.ok) resolve(answer.result as MediaAnswer<typeof name>)
        else reject(asDomainError(answer.error))
      })
    })
}

function asDomainError(view: ErrorView): DomainError {
  return new DomainError(view.code, view.params)
}
