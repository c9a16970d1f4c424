import type { types } from 'mediasoup'
import { slateSourceId, type MediaKind } from '@stallcast/shared/media'
import type { MediaRoom, RoomProgram } from './media-room.ts'
import { ProgramBus } from './program/program-bus.ts'
import { ProgramOutputs } from './program/program-outputs.ts'
import type { ShowRecorder } from './recorder/show-recorder.ts'
import { BrowserSource, type ProducerTap } from './sources/browser-source.ts'
import type { LoopFile } from './sources/loop-file.ts'
import { LoopSource } from './sources/loop-source.ts'
import type { MediaSource } from './sources/media-source.ts'
import { SourceRegistry, type SourceRegistryEvents } from './sources/source-registry.ts'

export type LoopRequest = { id: string; label: string; number: number | null; file: LoopFile }

/** A browser source without tracks stays on the list this long, for its owner to come back to. */
const keepGoneMs = 60_000

type OpenLoop = { source: LoopSource; close: () => void }

/**
 * The media of one show inside this relay: room, sources, program and recorder, wired together. It only
 * carries out; what should be on air is decided and kept by `BusKeeper`.
 */
export class ShowMedia {
  readonly showId: string
  readonly registry: SourceRegistry
  readonly recorder: ShowRecorder
  readonly bus: ProgramBus
  readonly outputs: ProgramOutputs
  /** Counts the rebuilds of the room; clients join again when it has grown. */
  epoch = 1
  #room: MediaRoom
  readonly #nowMs: () => number
  readonly #loops = new Map<string, OpenLoop>()
  readonly #browsers = new Map<string, { source: BrowserSource; goneAtMs: number | null }>()
  #wantedId: string = slateSourceId

  private constructor(parts: {
    showId: string
    room: MediaRoom
    registry: SourceRegistry
    recorder: ShowRecorder
    bus: ProgramBus
    slate: OpenLoop
    program: RoomProgram
    nowMs: () => number
  }) {
    this.showId = parts.showId
    this.#room = parts.room
    this.registry = parts.registry
    this.recorder = parts.recorder
    this.bus = parts.bus
    this.outputs = new ProgramOutputs(parts.bus, parts.room.worker, parts.program, parts.nowMs)
    this.#nowMs = parts.nowMs
    this.#loops.set(slateSourceId, parts.slate)
  }

  static async open(settings: {
    showId: string
    room: MediaRoom
    slate: LoopFile
    recorder: ShowRecorder
    events: SourceRegistryEvents
    nowMs: () => number
  }): Promise<ShowMedia> {
    const { showId, room, slate, recorder, events, nowMs } = settings
    const registry = new SourceRegistry(events)
    const slateLoop = await openLoop(
      room,
      { id: slateSourceId, label: 'Slate', number: null, file: slate },
      nowMs(),
    )
    const program: { bus: ProgramBus | null } = { bus: null }
    const outlets = await room.openProgram(() => program.bus?.viewerWantsKeyFrame(nowMs()))
    const bus = new ProgramBus(slateLoop.source, [outlets], nowMs)
    program.bus = bus
    registry.add(slateLoop.source, nowMs())
    return new ShowMedia({
      showId,
      room,
      registry,
      recorder,
      bus,
      slate: slateLoop,
      program: outlets,
      nowMs,
    })
  }

  get room(): MediaRoom {
    return this.#room
  }

  get programProducerIds(): Record<MediaKind, string> {
    return this.outputs.main.producerIds
  }

  /** Puts a source on air; one that is not there (yet) is awaited behind the slate. */
  show(sourceId: string): void {
    this.#wantedId = sourceId
    const source = this.registry.get(sourceId) ?? this.registry.get(slateSourceId)
    if (source) this.bus.show(source)
  }

  /** Gets a source ready to be taken. */
  prepare(sourceId: string): void {
    this.registry.get(sourceId)?.video?.requestKeyFrame('refresh')
  }

  async addLoop(request: LoopRequest): Promise<LoopSource> {
    this.removeSource(request.id)
    const loop = await openLoop(this.#room, request, this.#nowMs())
    this.#loops.set(request.id, loop)
    this.registry.add(loop.source, this.#nowMs())
    this.recorder.follow(loop.source)
    if (this.bus.wanted.id === request.id) this.bus.show(loop.source)
    return loop.source
  }

  loop(id: string): LoopSource | null {
    return this.#loops.get(id)?.source ?? null
  }

  removeSource(id: string): void {
    const source = this.registry.get(id)
    if (!source) return
    this.#loops.get(id)?.close()
    this.#loops.delete(id)
    this.#browsers.delete(id)
    this.recorder.follow({ id, label: source.label, video: null, audio: null })
    this.registry.remove(id)
  }

  /** A seat sends a track: its source appears, or gets one more track, or another one in place of the old. */
  async publish(
    owner: { sourceId: string; sessionId: string; label: string },
    producer: types.Producer,
  ): Promise<BrowserSource> {
    let entry = this.#browsers.get(owner.sourceId)
    if (!entry) {
      const { sourceId: id, label, sessionId: ownerSessionId } = owner
      const source = new BrowserSource({ id, label, ownerSessionId })
      entry = { source, goneAtMs: this.#nowMs() }
      this.#browsers.set(id, entry)
      this.registry.add(entry.source, this.#nowMs())
    }
    const { source } = entry
    const tap = await this.#room.openTap(producer, source.remoteClock)
    entry.goneAtMs = null
    source.setTap(producer.kind, tap)
    const drop = () => this.#dropTap(owner.sourceId, producer.kind, tap)
    if (producer.closed) drop()
    else producer.observer.once('close', drop)
    this.#feedsChanged(entry.source)
    return entry.source
  }

  tick(nowMs: number): void {
    // First the one that is wanted: its key frame then takes the place of the old source's frame of the same
    // moment, instead of following it.
    const wanted = this.loop(this.bus.wanted.id)
    wanted?.tick(nowMs)
    for (const { source } of this.#loops.values()) if (source !== wanted) source.tick(nowMs)
    this.bus.tick(nowMs)
    this.registry.tick(nowMs)
    this.recorder.tick(nowMs)
    for (const [id, { goneAtMs }] of this.#browsers) {
      if (goneAtMs === null || id === this.#wantedId) continue
      if (nowMs - goneAtMs > keepGoneMs) this.removeSource(id)
    }
  }

  /** Moves everything that the relay makes itself into a new room; browsers have to come back by themselves. */
  async rebuild(room: MediaRoom): Promise<void> {
    this.#room = room
    const program = await room.openProgram(() => this.bus.viewerWantsKeyFrame(this.#nowMs()))
    this.outputs.moveTo(room.worker, program)
    for (const [id, loop] of this.#loops) {
      const reopened = await room.openLoop(id, loop.source.audio !== null)
      loop.source.moveTo(reopened)
      loop.close = reopened.close
    }
    this.epoch++
  }

  async close(): Promise<void> {
    this.bus.close()
    await this.recorder.stop()
    this.outputs.close()
    this.#room.close()
  }

  #dropTap(sourceId: string, kind: MediaKind, tap: ProducerTap): void {
    tap.close()
    const entry = this.#browsers.get(sourceId)
    // The track may have been replaced by a newer one meanwhile.
    if (!entry || entry.source.producerId(kind) !== tap.producerId) return
    entry.source.setTap(kind, null)
    if (!entry.source.video && !entry.source.audio) entry.goneAtMs = this.#nowMs()
    this.#feedsChanged(entry.source)
  }

  #feedsChanged(source: MediaSource): void {
    this.registry.feedsChanged(source.id)
    this.recorder.follow(source)
    this.bus.refreshSource(source)
  }
}

async function openLoop(room: MediaRoom, request: LoopRequest, nowMs: number): Promise<OpenLoop> {
  const outlets = await room.openLoop(request.id, request.file.sounds.length > 0)
  return { source: new LoopSource(request, outlets, nowMs), close: outlets.close }
}
