import type { MediaKind } from '@stallcast/shared/media'
import type { RtpPacket } from './packet.ts'
import type { StreamClock } from './stream-clock.ts'

/** `bytes` and `header` are only lent: they are written over after the call. */
export type FeedListener = (bytes: Buffer, header: RtpPacket, arrivedAtMs: number) => void

/**
 * Why a key frame is wanted. `cut`: the picture is about to go on air and waits for it. `refresh`: a viewer or
 * the recorder would like one; a source that makes key frames regularly may let it pass.
 */
export type KeyFrameReason = 'cut' | 'refresh'

/** One stream of RTP packets inside the relay, whoever makes them: bus and recorder read nothing else. */
export interface RtpFeed {
  readonly kind: MediaKind
  readonly clock: StreamClock
  subscribe(listener: FeedListener): () => void
  requestKeyFrame(reason: KeyFrameReason): void
}

/** Hands each packet to every listener. */
export class PacketFan implements RtpFeed {
  readonly kind: MediaKind
  readonly clock: StreamClock
  readonly #askKeyFrame: (reason: KeyFrameReason) => void
  // Replaced, never changed in place: a listener may leave while a packet is handed round.
  #listeners: readonly FeedListener[] = []

  constructor(
    kind: MediaKind,
    clock: StreamClock,
    askKeyFrame: (reason: KeyFrameReason) => void = () => undefined,
  ) {
    this.kind = kind
    this.clock = clock
    this.#askKeyFrame = askKeyFrame
  }

  subscribe(listener: FeedListener): () => void {
    this.#listeners = [...this.#listeners, listener]
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener)
    }
  }

  requestKeyFrame(reason: KeyFrameReason): void {
    this.#askKeyFrame(reason)
  }

  emit(bytes: Buffer, header: RtpPacket, arrivedAtMs: number): void {
    for (const listener of this.#listeners) listener(bytes, header, arrivedAtMs)
  }
}
