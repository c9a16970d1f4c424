import type { ErrorView } from '@stallcast/shared/kernel'
import { tallyOf, type SourceView, type Tally } from '@stallcast/shared/media'
import type { LiveShow } from '#lib/live/live-show.state.svelte.ts'
import { LocalCapture, type MediaClient, type PublishKind } from '#lib/media/index.ts'
import type { LightReading } from './light-check.ts'
import { preflightRows, type CheckRow } from './preflight.ts'

/** `green-room`: nobody sees the guest. `in-show`: the guest is a source that the crew can take. */
export type GuestStep = 'green-room' | 'in-show'

/** The light as the guest sees it. `sending`: not a source yet. `lost`: nothing is known until it is back. */
export type GuestTally = Tally | 'sending' | 'lost'

/** The guest's side: from the first look into the camera to the end of the show. */
export class GuestRoom {
  step = $state<GuestStep>('green-room')
  name = $state('')
  problem = $state.raw<ErrorView | null>(null)
  light = $state.raw<LightReading | null>(null)
  picture = $state.raw<{ width: number; height: number; framesPerSecond: number | null } | null>(
    null,
  )
  busy = $state(false)
  readonly capture = new LocalCapture()
  readonly media: MediaClient
  readonly #live: LiveShow

  constructor(live: LiveShow, media: MediaClient) {
    this.#live = live
    this.media = media
  }

  readonly source = $derived.by((): SourceView | null => {
    const sessionId = this.#live.seat?.sessionId
    return this.#live.sources.find((source) => source.ownerSessionId === sessionId) ?? null
  })

  readonly tally = $derived.by((): Tally => {
    if (!this.source || !this.#live.bus) return 'idle'
    return tallyOf(this.#live.bus, this.source.id)
  })

  readonly checks = $derived.by((): CheckRow[] =>
    preflightRows({
      picture: this.picture,
      light: this.light,
      hasMicrophone: this.capture.microphone !== null,
      voiceDb: this.capture.peakDb,
      connected: this.#live.connection === 'live' && this.media.phase === 'joined',
      uplink: this.media.publication.uplink,
    }),
  )

  readonly canGo = $derived.by(
    () =>
      this.capture.phase === 'ready' &&
      this.capture.camera !== null &&
      this.#live.connection === 'live' &&
      this.media.phase === 'joined' &&
      this.name.trim() !== '' &&
      !this.busy,
  )

  /** Tells the crew the name, then sends camera and microphone as a source of that name. */
  async ready(): Promise<void> {
    if (!this.canGo) return
    this.busy = true
    this.problem = null
    const name = this.name.trim()
    if (name !== this.#live.seat?.personName) {
      this.problem = await this.#live.command({ type: 'seat.rename', personName: name })
    }
    if (!this.problem) {
      const { camera, microphone } = this.capture
      await this.media.publish({ camera, microphone }, name)
      this.problem = this.media.publication.failure
      if (this.media.publication.phase !== 'failed') this.step = 'in-show'
      else await this.media.publication.stop()
    }
    this.busy = false
  }

  /** Sends again what the relay refused, for instance while it was full. */
  async resend(): Promise<void> {
    const { camera, microphone } = this.capture
    await this.media.publication.stop()
    await this.media.publish({ camera, microphone }, this.name.trim())
  }

  /** Back to the green room; the crew loses the source, the guest keeps the picture of themselves. */
  async leave(): Promise<void> {
    await this.media.publication.stop()
    this.step = 'green-room'
  }

  async toggle(kind: PublishKind): Promise<void> {
    const { publication } = this.media
    await publication.setMuted(kind, !publication.muted[kind])
  }

  async chooseCamera(deviceId: string): Promise<void> {
    const track = await this.capture.chooseCamera(deviceId)
    if (track) await this.media.publication.replace('camera', track)
  }

  async chooseMicrophone(deviceId: string): Promise<void> {
    const track = await this.capture.chooseMicrophone(deviceId)
    if (track) await this.media.publication.replace('microphone', track)
  }

  /** After the camera went away: asks again, and goes on sending if the guest was in the show. */
  async retryCapture(): Promise<void> {
    await this.capture.start()
    const { camera, microphone } = this.capture
    if (this.step !== 'in-show' || !camera) return
    await this.media.publication.replace('camera', camera)
    await this.media.publication.replace('microphone', microphone)
  }

  async close(): Promise<void> {
    await this.media.close()
    this.capture.stop()
  }
}
