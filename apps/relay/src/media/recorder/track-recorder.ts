import type { SegmentRow } from '@stallcast/shared/media'
import type { RtpFeed } from '../rtp/feed.ts'
import { Segmenter, type SegmentDraft } from './segmenter.ts'
import { TrackFolder } from './track-folder.ts'

/** More than this waiting for the disk and it is not keeping up: memory must not take its place. */
const maxWaiting = 12

export type TrackEvents = {
  onSegment(track: string, row: SegmentRow): void
  /** Writing failed; nothing is written until `resume`. */
  onFailure(track: string, error: unknown): void
}

export type TrackFigures = { recordedMs: number; bytes: number; rtpGaps: number }

/** Records one picture feed with its sound to one folder, in the background and in order. */
export class TrackRecorder {
  readonly track: string
  readonly label: string
  readonly figures: TrackFigures = { recordedMs: 0, bytes: 0, rtpGaps: 0 }
  readonly #events: TrackEvents
  readonly #segmenter: Segmenter
  readonly #folder: Promise<TrackFolder>
  #waiting = 0
  #failed = false
  #queue: Promise<void> = Promise.resolve()

  constructor(settings: { track: string; label: string; path: string }, events: TrackEvents) {
    this.track = settings.track
    this.label = settings.label
    this.#events = events
    this.#folder = TrackFolder.open(settings.path)
    // Reported by the first write; a folder that cannot be made must not end the process meanwhile.
    this.#folder.catch(() => undefined)
    this.#segmenter = new Segmenter({
      onEpoch: (init) => this.#enqueue((folder) => folder.beginEpoch(init)),
      onSegment: (segment) => this.#enqueue((folder) => this.#write(folder, segment)),
    })
  }

  attach(video: RtpFeed | null, audio: RtpFeed | null): void {
    this.#segmenter.attach(video, audio)
  }

  /** After a failure: goes on with a new epoch from the next key frame. */
  resume(): void {
    this.#failed = false
    this.#segmenter.breakEpoch()
  }

  /** Writes what is whole and lets go. */
  async stop(): Promise<void> {
    this.#segmenter.end()
    await this.#queue
  }

  #enqueue(task: (folder: TrackFolder) => Promise<void>): void {
    if (this.#failed) return
    if (this.#waiting >= maxWaiting) {
      this.#fail(new Error('The disk does not keep up'))
      return
    }
    this.#waiting++
    this.#queue = this.#queue.then(async () => {
      this.#waiting--
      if (this.#failed) return
      try {
        await task(await this.#folder)
      } catch (error) {
        this.#fail(error)
      }
    })
  }

  async #write(folder: TrackFolder, segment: SegmentDraft): Promise<void> {
    const row = await folder.write(segment)
    this.figures.recordedMs += row.durationMs
    this.figures.bytes += row.bytes
    this.figures.rtpGaps += row.rtpGaps
    this.#events.onSegment(this.track, row)
  }

  #fail(error: unknown): void {
    if (this.#failed) return
    this.#failed = true
    this.#events.onFailure(this.track, error)
  }
}
