import type { Actor } from '@stallcast/shared/crew'
import type { BusState, RecordingState, SegmentRow, SourceView } from '@stallcast/shared/media'

/** What the media domain keeps and reads in the show's log; implemented over Postgres by the composition. */
export interface ShowLog {
  /** The stored live state of a domain and its revision; null when nothing was stored yet. */
  load(showId: string, domain: string): Promise<{ rev: number; state: unknown } | null>
  /**
   * Appends the events and stores the state in one transaction, when the stored revision is still
   * `expectedRev` (0: none yet).
   * @returns the new revision, or null when someone else was quicker and nothing was written
   */
  commit(
    showId: string,
    domain: string,
    expectedRev: number,
    state: object,
    events: readonly LogEntry[],
  ): Promise<{ rev: number } | null>
}

export type LogEntry = { type: string; actor: Actor; atMs: number; data: Record<string, unknown> }

/** Domains that this part of the relay publishes to screens. */
export type MediaLiveState = { bus: BusState; sources: SourceView[]; recording: RecordingState }

export interface LivePublisher {
  publish<D extends keyof MediaLiveState>(
    showId: string,
    domain: D,
    rev: number,
    state: MediaLiveState[D],
  ): void
  /** Source id to level in dBFS, about 8 times a second, for the crew. */
  levels(showId: string, levels: Record<string, number>): void
  /** The room was rebuilt after its mediasoup worker died: every client has to join again. */
  reset(showId: string, epoch: number): void
}

/** Where a public name leads; null when there is no such show. */
export type FindShow = (showIdOrSlug: string) => Promise<{ id: string } | null>

export type SegmentListener = (showId: string, track: string, row: SegmentRow) => void

/** The part of pino that is used here. */
export interface MediaLogger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export type MediaPorts = {
  log: ShowLog
  live: LivePublisher
  findShow: FindShow
  /** Whether the media of a show are to be here: of several relays one has them. */
  runsHere?: (showId: string) => boolean
  onSegment?: SegmentListener
  logger: MediaLogger
}
