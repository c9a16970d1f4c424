import { DomainError, type ErrorView } from '@stallcast/shared/kernel'
import type {
  MediaConsumeResult,
  MediaJoinResult,
  MediaRequest,
  MediaRequestName,
  MediaServerEvents,
} from '@stallcast/shared/media'
import type { Ack, LevelsMessage, StateMessage } from '@stallcast/shared/protocol'
import type { types } from 'mediasoup-client'

/** What the media part needs of the show's Socket.IO connection, whose own event types leave media out. */
export type MediaSocket = {
  readonly connected: boolean
  emit(event: string, payload: unknown, ack: (answer: Ack) => void): unknown
  on<E extends keyof MediaPushes>(event: E, listener: MediaPushes[E]): unknown
  off<E extends keyof MediaPushes>(event: E, listener: MediaPushes[E]): unknown
}

/** What arrives unasked. */
export type MediaPushes = MediaServerEvents & {
  connect: () => void
  disconnect: (reason: string) => void
  levels: (levels: LevelsMessage) => void
  state: (message: StateMessage) => void
  'media:reset': (message: { epoch: number }) => void
}

export type TransportAnswer = Pick<
  types.TransportOptions,
  'id' | 'iceParameters' | 'iceCandidates' | 'dtlsParameters'
>

/** The answers of `signalling.schema.ts`, with what only mediasoup-client can name. */
type Answers = {
  'media:join': Omit<MediaJoinResult, 'rtpCapabilities'> & {
    rtpCapabilities: types.RtpCapabilities
  }
  'media:transport.create': TransportAnswer
  'media:transport.restartIce': types.IceParameters
  'media:produce': { producerId: string; sourceId: string | null }
  'media:consume': Omit<MediaConsumeResult, 'rtpParameters'> & {
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
