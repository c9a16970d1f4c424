import type { ErrorView } from '@stallcast/shared/kernel'
import type { ConsumeTarget } from '@stallcast/shared/media'

/** `waiting`: nothing to see yet (or the source is lost); it comes by itself. `refused`: it will not. */
export type WatchPhase = 'waiting' | 'live' | 'refused'

/** One track that somebody on this page wants to see or hear, whether it is there at the moment or not. */
export class WatchedTrack {
  readonly key: string
  readonly target: ConsumeTarget
  /** Tracks with one stream id are kept in lip sync. */
  readonly streamId: string
  track = $state.raw<MediaStreamTrack | null>(null)
  phase = $state<WatchPhase>('waiting')
  refusal = $state.raw<ErrorView | null>(null)
  /** How many components show it; none: it is let go. */
  viewers = 0

  constructor(key: string, target: ConsumeTarget, streamId: string) {
    this.key = key
    this.target = target
    this.streamId = streamId
  }

  show(track: MediaStreamTrack): void {
    this.track = track
    this.phase = 'live'
    this.refusal = null
  }

  await(): void {
    this.track = null
    this.phase = 'waiting'
  }

  refuse(refusal: ErrorView): void {
    this.track = null
    this.phase = 'refused'
    this.refusal = refusal
  }
}
