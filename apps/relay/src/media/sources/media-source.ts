import type { MediaKind, SourceView } from '@stallcast/shared/media'
import type { RtpFeed } from '../rtp/feed.ts'
import type { PictureSize } from '../rtp/sps.ts'

/** Anything that can be put on air. */
export interface MediaSource {
  readonly id: string
  readonly kind: SourceView['kind']
  readonly label: string
  /** The number the show asks for; the registry gives the next free one when it is null or taken. */
  readonly wantedNumber: number | null
  readonly ownerSessionId: string | null
  readonly video: RtpFeed | null
  readonly audio: RtpFeed | null
  /** The mediasoup producer that watchers of this source consume. */
  producerId(kind: MediaKind): string | null
  /** Known before the first packet for files, null for live pictures (then read from the stream). */
  readonly pictureSize: PictureSize | null
  /** Level of the sound of a packet that is being handed round; null when the packet does not say. */
  audioLevelDb(bytes: Buffer): number | null
}
