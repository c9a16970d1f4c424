import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demand, seatActor, systemActor, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import {
  programTrack,
  slateSourceId,
  type BusCommand,
  type BusState,
  type RecordingState,
  type SourceView,
} from '@stallcast/shared/media'
import { BusKeeper } from './bus-keeper.ts'
import type { MediaConfig } from './media.config.ts'
import { MediaRoom } from './media-room.ts'
import type { MediasoupAdapter, MediaWorker } from './mediasoup.adapter.ts'
import type { MediaPorts } from './ports.ts'
import { ShowRecorder } from './recorder/show-recorder.ts'
import { ShowMedia } from './show-media.ts'
import { readLoopFile } from './sources/loop-file.ts'
import type { Pacer } from './sources/pacer.ts'

const builtInSlate = fileURLToPath(new URL('./sources/default-slate.mp4', import.meta.url))

/** A show that was on air when the relay stopped: so long may its source take to be there again. */
const restoreGraceMs = 3000

export type SwitchCommand = Extract<BusCommand, { type: `bus.${string}` }>

export type LoopSettings = {
  id: string
  label: string
  number: number | null
  /** MP4 with H.264 (no B-frames) and Opus. */
  file: string
}

type OpenShow = { media: ShowMedia; keeper: BusKeeper; worker: MediaWorker; stopPacing: () => void }

/** Use cases of the media domain: who may, what is decided, what is kept, and then what happens to packets. */
export class MediaService {
  readonly #config: MediaConfig
  readonly #adapter: MediasoupAdapter
  readonly #ports: MediaPorts
  readonly #pacer: Pacer
  readonly #nowMs: () => number
  readonly #shows = new Map<string, Promise<OpenShow>>()
  // Clients compare revisions of a domain, also across a restart: begin above all that were ever sent.
  #rev: number

  constructor(parts: {
    config: MediaConfig
    adapter: MediasoupAdapter
    ports: MediaPorts
    pacer: Pacer
    nowMs: () => number
  }) {
    this.#config = parts.config
    this.#adapter = parts.adapter
    this.#ports = parts.ports
    this.#pacer = parts.pacer
    this.#nowMs = parts.nowMs
    this.#rev = Math.round(parts.nowMs())
    this.#adapter.onReplaced((dead) => void this.#rebuildRooms(dead))
  }

  /** Opens the media of a show, once, with the bus as it was left: call it at start and whenever it is needed. */
  async openShow(showId: string): Promise<ShowMedia> {
    return (await this.#open(showId)).media
  }

  /** @throws DomainError as `demand` and `decideBus`; `media.unavailable` */
  async execute(seat: Seat, command: SwitchCommand): Promise<{ rev: number; state: BusState }> {
    demand(seat.role, 'bus.switch')
    const { keeper } = await this.#open(seat.showId)
    return keeper.execute(command, seatActor(seat))
  }

  /** Adds a looped file as a source (a demo camera, or the slate when `id` is `slate`), or replaces it. */
  async registerLoop(showId: string, settings: LoopSettings): Promise<void> {
    const file = await readLoopFile(settings.file)
    const { media } = await this.#open(showId)
    await media.addLoop({ ...settings, file })
  }

  async removeSource(showId: string, sourceId: string): Promise<void> {
    if (sourceId === slateSourceId) throw new DomainError('media.unknown-source')
    const { media, keeper } = await this.#open(showId)
    media.removeSource(sourceId)
    if (keeper.state.onAirSourceId === sourceId) {
      media.show(slateSourceId)
      await keeper.execute({ type: 'source.lost', sourceId }, systemActor)
    }
  }

  async startRecording(showId: string): Promise<void> {
    const { media } = await this.#open(showId)
    const { video, audio } = media.bus
    const program = { id: programTrack, label: 'Program', video, audio }
    media.recorder.start(program, media.registry.all(), this.#nowMs())
  }

  async stopRecording(showId: string): Promise<void> {
    const { media } = await this.#open(showId)
    await media.recorder.stop()
  }

  /** For the snapshot that a screen gets on connecting. */
  async snapshot(showId: string): Promise<{
    bus: { rev: number; state: BusState }
    sources: { rev: number; state: SourceView[] }
    recording: { rev: number; state: RecordingState }
  }> {
    const { media, keeper } = await this.#open(showId)
    return {
      bus: { rev: keeper.rev, state: keeper.state },
      sources: { rev: this.#rev, state: media.registry.views() },
      recording: { rev: this.#rev, state: media.recorder.state },
    }
  }

  async close(): Promise<void> {
    const shows = await Promise.allSettled(this.#shows.values())
    this.#shows.clear()
    for (const show of shows) {
      if (show.status !== 'fulfilled') continue
      show.value.stopPacing()
      await show.value.media.close()
    }
    this.#adapter.close()
  }

  /** @throws DomainError `media.unavailable` when another relay runs the show */
  async #open(showId: string): Promise<OpenShow> {
    if (this.#ports.runsHere?.(showId) === false) throw new DomainError('media.unavailable')
    let opening = this.#shows.get(showId)
    if (!opening) {
      opening = this.#openNew(showId)
      this.#shows.set(showId, opening)
      // A show that could not be opened is tried anew by the next one who asks.
      opening.catch(() => this.#shows.delete(showId))
    }
    return opening
  }

  async #openNew(showId: string): Promise<OpenShow> {
    const worker = this.#adapter.workerFor(showId)
    const room = await MediaRoom.open(worker, this.#nowMs)
    const publish = this.#ports.live.publish.bind(this.#ports.live)
    const recorder = new ShowRecorder({
      path: join(this.#config.dataDir, 'media', 'shows', showId, 'rec'),
      onSegment: (track, row) => this.#ports.onSegment?.(showId, track, row),
      onState: (state) => publish(showId, 'recording', ++this.#rev, state),
      onFailure: (track, error) =>
        this.#ports.logger.error({ showId, track, err: error }, 'recording failed'),
    })
    const media = await ShowMedia.open({
      showId,
      room,
      slate: await readLoopFile(builtInSlate),
      recorder,
      nowMs: this.#nowMs,
      events: {
        onLost: (source) => this.#whenOpen(showId, (show) => this.#sourceLost(show, source.id)),
        onLive: (source, returned) =>
          this.#whenOpen(showId, (show) => this.#sourceLive(show, source.id, returned)),
        onChanged: () => this.#whenOpen(showId, (show) => this.#publishSources(showId, show)),
        onLevels: (levels) => this.#ports.live.levels(showId, levels),
      },
    })
    const keeper = new BusKeeper({
      showId,
      log: this.#ports.log,
      facts: () => media.registry.facts(),
      nowMs: this.#nowMs,
      onChanged: (state, rev) => {
        media.show(state.onAirSourceId)
        if (state.previewSourceId !== null) media.prepare(state.previewSourceId)
        publish(showId, 'bus', rev, state)
      },
    })
    await keeper.load()
    const stopPacing = this.#pacer.add((nowMs) => media.tick(nowMs))
    const { onAirSourceId } = keeper.state
    if (onAirSourceId !== slateSourceId) {
      const checkRestored = async (show: OpenShow) => {
        const facts = media.registry.facts().find((source) => source.id === onAirSourceId)
        if (facts?.state !== 'live') await this.#sourceLost(show, onAirSourceId)
      }
      setTimeout(() => this.#whenOpen(showId, checkRestored), restoreGraceMs).unref()
    }
    return { media, keeper, worker, stopPacing }
  }

  /** For what happens by itself: a show that could not be opened, or was closed, needs no answer. */
  #whenOpen(showId: string, task: (show: OpenShow) => Promise<void> | void): void {
    this.#shows
      .get(showId)
      ?.then(task)
      .catch((error: unknown) => {
        this.#ports.logger.error({ showId, err: error }, 'a change of a source was not carried out')
      })
  }

  /** The slate first, the log after: a database that is slow or away must not keep the picture frozen. */
  async #sourceLost({ media, keeper }: OpenShow, sourceId: string): Promise<void> {
    if (keeper.state.onAirSourceId === sourceId) media.show(slateSourceId)
    await keeper.execute({ type: 'source.lost', sourceId }, systemActor)
  }

  async #sourceLive(
    { media, keeper }: OpenShow,
    sourceId: string,
    returned: boolean,
  ): Promise<void> {
    const { programSourceId, onAirSourceId } = keeper.state
    const isWanted = programSourceId === sourceId
    if (isWanted) media.show(sourceId)
    if (returned || (isWanted && onAirSourceId !== sourceId)) {
      await keeper.execute({ type: 'source.returned', sourceId }, systemActor)
    }
  }

  #publishSources(showId: string, { media }: OpenShow): void {
    this.#ports.live.publish(showId, 'sources', ++this.#rev, media.registry.views())
  }

  async #rebuildRooms(dead: MediaWorker): Promise<void> {
    for (const [showId, opening] of this.#shows) {
      try {
        const show = await opening
        if (show.worker !== dead) continue
        show.worker = this.#adapter.workerFor(showId)
        await show.media.rebuild(await MediaRoom.open(show.worker, this.#nowMs))
        this.#ports.live.reset(showId, show.media.epoch)
      } catch (error) {
        // The new worker died as well: its own replacement calls this again.
        this.#ports.logger.error({ showId, err: error }, 'a room could not be rebuilt')
      }
    }
  }
}
