import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { errorText, invariant } from '@stallcast/shared/kernel'
import {
  programTrack,
  slateSourceId,
  type RecordingState,
  type SegmentRow,
} from '@stallcast/shared/media'
import type { RtpFeed } from '../rtp/feed.ts'
import { TrackRecorder } from './track-recorder.ts'

const checkSpaceEveryMs = 2000
const stateEveryMs = 2000

export type Recordable = { id: string; label: string; video: RtpFeed | null; audio: RtpFeed | null }

export type ShowRecorderSettings = {
  /** `{dataDir}/media/shows/{showId}/rec` */
  path: string
  /** A recording that failed goes on once this much is free again. */
  resumeFreeBytes?: number
  onSegment(track: string, row: SegmentRow): void
  onState(state: RecordingState): void
  onFailure(track: string, error: unknown): void
}

/**
 * Records the program and every source of a show, each to a track of its own. A full disk stops all tracks
 * and says so; the show goes on, and the recording too once there is space (MD21).
 */
export class ShowRecorder {
  readonly #settings: ShowRecorderSettings
  readonly #tracks = new Map<string, TrackRecorder>()
  #startedAtMs: number | null = null
  #failure: string | null = null
  #spaceCheckedAtMs = 0
  #checking = false
  #stateAtMs = 0

  constructor(settings: ShowRecorderSettings) {
    this.#settings = settings
  }

  get running(): boolean {
    return this.#startedAtMs !== null
  }

  get state(): RecordingState {
    const phase = this.#failure === null ? 'recording' : 'failed'
    return {
      phase: this.#startedAtMs === null ? 'off' : phase,
      startedAtMs: this.#startedAtMs,
      failure: this.#failure,
      tracks: [...this.#tracks.values()].map(({ track, label, figures }) => ({
        track,
        label,
        recordedMs: Math.round(figures.recordedMs),
        bytes: figures.bytes,
        rtpGaps: figures.rtpGaps,
      })),
    }
  }

  start(program: Recordable, sources: readonly Recordable[], nowMs: number): void {
    if (this.running) return
    this.#startedAtMs = Math.round(nowMs)
    this.#failure = null
    for (const source of [{ ...program, id: programTrack }, ...sources]) this.follow(source)
    this.#settings.onState(this.state)
  }

  /** A source is there, or has other feeds than before. Nothing happens while no recording runs. */
  follow(source: Recordable): void {
    if (!this.running || source.id === slateSourceId) return
    invariant(/^[\w-]+$/.test(source.id), `not a track name: ${source.id}`)
    let track = this.#tracks.get(source.id)
    if (!track) {
      const path = join(this.#settings.path, source.id)
      track = new TrackRecorder(
        { track: source.id, label: source.label, path },
        {
          onSegment: this.#settings.onSegment,
          onFailure: (name, error) => this.#fail(name, error),
        },
      )
      this.#tracks.set(source.id, track)
    }
    track.attach(source.video, source.audio)
  }

  async stop(): Promise<void> {
    if (!this.running) return
    await Promise.all([...this.#tracks.values()].map((track) => track.stop()))
    this.#startedAtMs = null
    this.#failure = null
    this.#settings.onState(this.state)
    this.#tracks.clear()
  }

  tick(nowMs: number): void {
    if (!this.running) return
    if (nowMs - this.#stateAtMs > stateEveryMs) {
      this.#stateAtMs = nowMs
      this.#settings.onState(this.state)
    }
    if (this.#failure === null || this.#checking) return
    if (nowMs - this.#spaceCheckedAtMs < checkSpaceEveryMs) return
    this.#spaceCheckedAtMs = nowMs
    void this.#resumeWhenSpace()
  }

  #fail(track: string, error: unknown): void {
    this.#settings.onFailure(track, error)
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    const detail = error instanceof Error ? error.message : String(error)
    this.#failure = full ? errorText('media.disk-full') : detail
    this.#settings.onState(this.state)
  }

  async #resumeWhenSpace(): Promise<void> {
    this.#checking = true
    try {
      const { bavail, bsize } = await statfs(this.#settings.path)
      if (bavail * bsize < (this.#settings.resumeFreeBytes ?? 64 * 1024 * 1024)) return
      this.#failure = null
      for (const track of this.#tracks.values()) track.resume()
      this.#settings.onState(this.state)
    } catch {
      // The folder itself is away: the failure stands, the next look may find it.
    } finally {
      this.#checking = false
    }
  }
}
