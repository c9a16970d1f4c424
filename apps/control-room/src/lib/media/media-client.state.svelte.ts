import { untrack } from 'svelte'
import { DomainError, isDomainError, type ErrorView } from '@stallcast/shared/kernel'
import type { MediaKind } from '@stallcast/shared/media'
import type { LevelsMessage, StateMessage } from '@stallcast/shared/protocol'
import type { types } from 'mediasoup-client'
import { backoffMs } from './backoff.ts'
import { mediaRequests, type MediaSocket, type SendMediaRequest } from './media-requests.ts'
import { MediaSession } from './media-session.ts'
import { Publication, type PublishTracks } from './publication.state.svelte.ts'
import { WatchedTrack } from './watched-track.state.svelte.ts'

/** `lost`: coming back by itself. `failed`: it will not, `failure` says why. */
export type MediaPhase = 'idle' | 'joining' | 'joined' | 'lost' | 'failed'

const retryMs = 2_000

/**
 * The page's side of the media relay. Components say what they want to watch and what they send; the client
 * joins, keeps that true over lost sockets and relay restarts, and lets go of what nobody shows any more.
 */
export class MediaClient {
  phase = $state<MediaPhase>('idle')
  failure = $state.raw<ErrorView | null>(null)
  /** dBFS by source id, about eight times a second. */
  levels = $state.raw<LevelsMessage>({})
  readonly publication = new Publication()
  readonly #socket: MediaSocket
  readonly #ask: SendMediaRequest
  readonly #watched = new Map<string, WatchedTrack>()
  readonly #consumers = new Map<WatchedTrack, types.Consumer>()
  readonly #busy = new Set<WatchedTrack>()
  #session: MediaSession | null = null
  /** Counts joins: what belongs to an earlier one is dropped when it arrives late. */
  #generation = 0
  #attempt = 0
  #joinTimer: ReturnType<typeof setTimeout> | undefined
  #retryTimer: ReturnType<typeof setTimeout> | undefined

  /** @param socket the show's Socket.IO connection, for instance `LiveShow.socket` */
  constructor(socket: object) {
    this.#socket = socket as MediaSocket
    this.#ask = mediaRequests(this.#socket)
  }

  /** Starts listening and joins as soon as the socket is up. */
  start(): void {
    if (this.phase !== 'idle') return
    this.phase = 'joining'
    this.#socket.on('connect', this.#rejoin)
    this.#socket.on('disconnect', this.#onDisconnect)
    this.#socket.on('media:reset', this.#rejoin)
    this.#socket.on('media:consumer.closed', this.#onConsumerClosed)
    this.#socket.on('levels', this.#onLevels)
    this.#socket.on('state', this.#onState)
    if (this.#socket.connected) void this.#join()
  }

  /** Lets go of everything: sent, received and listened to. The tracks sent stay the caller's. */
  async close(): Promise<void> {
    this.#socket.off('connect', this.#rejoin)
    this.#socket.off('disconnect', this.#onDisconnect)
    this.#socket.off('media:reset', this.#rejoin)
    this.#socket.off('media:consumer.closed', this.#onConsumerClosed)
    this.#socket.off('levels', this.#onLevels)
    this.#socket.off('state', this.#onState)
    await this.publication.stop()
    this.#leave()
    this.phase = 'idle'
  }

  /** The program's picture or sound. Call the returned track's release with `release()`. */
  watchProgram(kind: MediaKind): WatchedTrack {
    return this.#watch(`program:${kind}`, { program: true, kind }, 'program')
  }

  watchSource(sourceId: string, kind: MediaKind): WatchedTrack {
    return this.#watch(`source:${sourceId}:${kind}`, { sourceId, kind }, sourceId)
  }

  /** Each `watch…` needs one `release`; the last one stops the stream. */
  release(watched: WatchedTrack): void {
    watched.viewers -= 1
    // A row that is re-rendered releases and watches again in one go: wait for that before tearing down.
    queueMicrotask(() => {
      if (watched.viewers > 0 || this.#watched.get(watched.key) !== watched) return
      this.#watched.delete(watched.key)
      this.#drop(watched)
    })
  }

  async publish(tracks: PublishTracks, label: string): Promise<void> {
    await this.publication.start(this.#session, tracks, label)
  }

  #watch(key: string, target: WatchedTrack['target'], streamId: string): WatchedTrack {
    const watched = this.#watched.get(key) ?? new WatchedTrack(key, target, streamId)
    this.#watched.set(key, watched)
    watched.viewers += 1
    // Called in effects: what serving reads of the connection must not run them again.
    untrack(() => void this.#serve(watched))
    return watched
  }

  readonly #rejoin = (): void => {
    this.#attempt = 0
    void this.#join()
  }

  readonly #onDisconnect = (): void => {
    this.#leave()
    this.phase = 'lost'
  }

  readonly #onLevels = (levels: LevelsMessage): void => {
    this.levels = levels
  }

  /** A source that has come (back) may be one we wait for. */
  readonly #onState = (message: StateMessage): void => {
    if (message.domain === 'sources') this.#serveAll()
  }

  readonly #onConsumerClosed = ({ consumerId }: { consumerId: string }): void => {
    for (const [watched, consumer] of this.#consumers) {
      if (consumer.id !== consumerId) continue
      consumer.close()
      this.#consumers.delete(watched)
      watched.await()
      void this.#serve(watched)
    }
  }

  async #join(): Promise<void> {
    this.#leave()
    const generation = this.#generation
    if (this.phase !== 'lost') this.phase = 'joining'
    try {
      const session = await MediaSession.open(this.#ask, () => this.#onSessionLost(generation))
      if (generation !== this.#generation) {
        session.close()
        return
      }
      this.#session = session
      this.#attempt = 0
      this.phase = 'joined'
      this.failure = null
      this.#serveAll()
      await this.publication.attach(session)
    } catch (error) {
      if (generation === this.#generation) this.#onJoinFailed(error)
    }
  }

  #onSessionLost(generation: number): void {
    if (generation !== this.#generation) return
    this.#leave()
    this.phase = 'lost'
    if (this.#socket.connected) this.#joinLater()
  }

  /** A relay that is away and a chunk that did not load come back; a refused seat and an old browser do not. */
  #onJoinFailed(error: unknown): void {
    if (isHopeless(error)) {
      this.phase = 'failed'
      this.failure = refusalOf(error)
      return
    }
    this.phase = 'lost'
    if (this.#socket.connected) this.#joinLater()
  }

  #joinLater(): void {
    clearTimeout(this.#joinTimer)
    const waitMs = backoffMs(this.#attempt++, Math.random())
    this.#joinTimer = setTimeout(() => void this.#join(), waitMs)
  }

  #leave(): void {
    this.#generation += 1
    clearTimeout(this.#joinTimer)
    clearTimeout(this.#retryTimer)
    this.publication.detach()
    this.#consumers.clear()
    this.#session?.close()
    this.#session = null
    this.levels = {}
    for (const watched of this.#watched.values()) watched.await()
  }

  #serveAll(): void {
    for (const watched of this.#watched.values()) void this.#serve(watched)
  }

  async #serve(watched: WatchedTrack): Promise<void> {
    const session = this.#session
    if (!session || this.#busy.has(watched) || this.#consumers.has(watched)) return
    this.#busy.add(watched)
    try {
      const consumer = await session.consume(watched.target, watched.streamId)
      if (session !== this.#session || watched.viewers <= 0) {
        if (!session.closed) await session.stopConsuming(consumer)
        return
      }
      this.#consumers.set(watched, consumer)
      watched.show(consumer.track)
    } catch (error) {
      if (session === this.#session) this.#onConsumeFailed(watched, error)
    } finally {
      this.#busy.delete(watched)
      // The session changed under us: the new one has skipped this track because it was busy.
      if (session !== this.#session && watched.viewers > 0) void this.#serve(watched)
    }
  }

  #onConsumeFailed(watched: WatchedTrack, error: unknown): void {
    const refusal = refusalOf(error)
    if (['auth.forbidden', 'media.refused', 'media.unsupported'].includes(refusal.code)) {
      watched.refuse(refusal)
      return
    }
    watched.await()
    clearTimeout(this.#retryTimer)
    this.#retryTimer = setTimeout(() => this.#serveAll(), retryMs)
  }

  #drop(watched: WatchedTrack): void {
    const consumer = this.#consumers.get(watched)
    this.#consumers.delete(watched)
    watched.await()
    // Losing this race to a disconnect is fine: the relay closes consumers with their socket.
    if (consumer) this.#session?.stopConsuming(consumer).catch(() => undefined)
  }
}

/** `UnsupportedError`: what mediasoup-client throws in a browser without the WebRTC it needs. */
function isHopeless(error: unknown): boolean {
  if (isDomainError(error)) return error.code.startsWith('auth.')
  return error instanceof Error && error.name === 'UnsupportedError'
}

function refusalOf(error: unknown): ErrorView {
  if (isDomainError(error)) return error.toView()
  const detail = error instanceof Error ? error.message : String(error)
  return new DomainError('media.unsupported', { detail }).toView()
}
