import { DomainError, type ErrorView } from '@stallcast/shared/kernel'
import type { types } from 'mediasoup-client'
import type { MediaSession } from './media-session.ts'
import { readUplink, type Uplink } from './uplink.ts'

export type PublishKind = 'camera' | 'microphone'
export type PublishTracks = Record<PublishKind, MediaStreamTrack | null>
/** `resuming`: it was live, the connection was lost, it is coming back by itself. */
export type PublishPhase = 'off' | 'starting' | 'live' | 'resuming' | 'failed'

const kinds = ['camera', 'microphone'] as const satisfies readonly PublishKind[]
const uplinkIntervalMs = 2_000

/** What this browser sends to the show: kept over lost connections until `stop()`. */
export class Publication {
  phase = $state<PublishPhase>('off')
  failure = $state.raw<ErrorView | null>(null)
  muted = $state<Record<PublishKind, boolean>>({ camera: false, microphone: false })
  uplink = $state.raw<Uplink | null>(null)
  #tracks: PublishTracks | null = null
  #label = ''
  #session: MediaSession | null = null
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #producers = new Map<PublishKind, types.Producer>()

  get wanted(): boolean {
    return this.#tracks !== null
  }

  /** Sends the tracks as one source named `label`; a picture is needed, sound may be missing. */
  async start(session: MediaSession | null, tracks: PublishTracks, label: string): Promise<void> {
    this.#tracks = tracks
    this.#label = label
    this.phase = 'starting'
    if (session) await this.attach(session)
  }

  /** Sends (again) over a session: after the first join and after each one that follows a loss. */
  async attach(session: MediaSession): Promise<void> {
    if (!this.#tracks) return
    this.#session = session
    this.#producers.clear()
    try {
      for (const kind of kinds) await this.#send(session, kind)
      if (this.#session !== session || !this.#tracks) return
      this.phase = 'live'
      this.failure = null
      this.#measure()
    } catch (error) {
      if (this.#session !== session) return
      this.phase = 'failed'
      this.failure = (
        error instanceof DomainError
          ? error
          : new DomainError('media.refused', { detail: String(error) })
      ).toView()
    }
  }

  /** The connection went: the tracks stay, for the next session. */
  detach(): void {
    this.#session = null
    this.#producers.clear()
    clearInterval(this.#timer)
    this.uplink = null
    if (this.#tracks) this.phase = 'resuming'
  }

  async setMuted(kind: PublishKind, muted: boolean): Promise<void> {
    this.muted = { ...this.muted, [kind]: muted }
    const producer = this.#producers.get(kind)
    if (producer && this.#session) await this.#session.setPaused(producer, muted)
  }

  /** Another camera or microphone without a new source: the crew's cut stands. */
  async replace(kind: PublishKind, track: MediaStreamTrack | null): Promise<void> {
    if (!this.#tracks) return
    this.#tracks = { ...this.#tracks, [kind]: track }
    const producer = this.#producers.get(kind)
    if (producer && !producer.closed) await producer.replaceTrack({ track })
    else if (this.#session && track) await this.#send(this.#session, kind)
  }

  async stop(): Promise<void> {
    const session = this.#session
    const producers = [...this.#producers.values()]
    this.#tracks = null
    this.detach()
    this.phase = 'off'
    this.muted = { camera: false, microphone: false }
    await Promise.allSettled(producers.map((producer) => session?.stopProducing(producer)))
  }

  async #send(session: MediaSession, kind: PublishKind): Promise<void> {
    const track = this.#tracks?.[kind]
    if (!track) return
    const producer = await session.produce(track, this.#label, this.muted[kind])
    if (this.#session !== session || !this.#tracks) {
      await session.stopProducing(producer)
      return
    }
    this.#producers.set(kind, producer)
    if (this.muted[kind]) await session.setPaused(producer, true)
  }

  #measure(): void {
    clearInterval(this.#timer)
    let last: Uplink['raw'] | null = null
    this.#timer = setInterval(async () => {
      const producer = this.#producers.get('camera')
      if (!producer || producer.closed) return
      const uplink = readUplink(await producer.getStats(), last)
      last = uplink.raw
      if (this.phase === 'live') this.uplink = uplink
    }, uplinkIntervalMs)
  }
}
