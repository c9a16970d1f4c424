import { networkInterfaces } from 'node:os'
import { createWorker, type types } from 'mediasoup'
import { DomainError } from '@stallcast/shared/kernel'
import type { MediaConfig } from './media.config.ts'
import type { MediaLogger } from './ports.ts'

/** H.264 alone, so that recording, clips and the program copy instead of encoding; Opus without gaps. */
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: {
      'packetization-mode': 1,
      'profile-level-id': '42e01f',
      'level-asymmetry-allowed': 1,
    },
  },
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 0 },
  },
]

export type MediaWorker = { worker: types.Worker; webRtcServer: types.WebRtcServer }

/**
 * The mediasoup workers of this relay, one media port each. A worker that dies is replaced (mediasoup calls
 * its death a bug and gives no recovery); whoever had rooms on it is told to rebuild them.
 */
export class MediasoupAdapter {
  readonly #config: MediaConfig
  readonly #logger: MediaLogger
  readonly #slots: (MediaWorker | null)[] = []
  readonly #deathListeners = new Set<(dead: MediaWorker) => void>()
  #closed = false

  private constructor(config: MediaConfig, logger: MediaLogger) {
    this.#config = config
    this.#logger = logger
  }

  static async start(config: MediaConfig, logger: MediaLogger): Promise<MediasoupAdapter> {
    const adapter = new MediasoupAdapter(config, logger)
    const slots = Array.from({ length: config.workers }, (_, index) => index)
    await Promise.all(slots.map((index) => adapter.#fill(index)))
    return adapter
  }

  /** @throws DomainError `media.unavailable` while the worker is being replaced */
  workerFor(showId: string): MediaWorker {
    const index = hash(showId) % this.#config.workers
    const slot = this.#slots[index]
    if (!slot) throw new DomainError('media.unavailable')
    return slot
  }

  /** Called once the dead worker has a successor: `workerFor` then gives the new one. */
  onReplaced(listener: (dead: MediaWorker) => void): () => void {
    this.#deathListeners.add(listener)
    return () => this.#deathListeners.delete(listener)
  }

  close(): void {
    this.#closed = true
    for (const slot of this.#slots) slot?.worker.close()
  }

  async #fill(index: number): Promise<void> {
    const { workerBin, port } = this.#config
    const worker = await createWorker({
      logLevel: 'warn',
      ...(workerBin === undefined ? {} : { workerBin }),
    })
    const webRtcServer = await worker.createWebRtcServer({
      listenInfos: listenAddresses(this.#config).flatMap((address) =>
        (['udp', 'tcp'] as const).map((protocol) => ({
          protocol,
          port: port + index,
          ...address,
        })),
      ),
    })
    const slot = { worker, webRtcServer }
    this.#slots[index] = slot
    worker.on('died', (error) => {
      this.#logger.error({ pid: worker.pid, err: error }, 'mediasoup worker died')
      this.#slots[index] = null
      if (!this.#closed) void this.#replace(index, slot)
    })
  }

  async #replace(index: number, dead: MediaWorker): Promise<void> {
    for (let waitMs = 50; !this.#closed; waitMs = Math.min(5000, waitMs * 2)) {
      try {
        await this.#fill(index)
        this.#logger.info({ index }, 'mediasoup worker replaced')
        for (const listener of this.#deathListeners) listener(dead)
        return
      } catch (error) {
        this.#logger.error({ err: error }, 'mediasoup worker could not be replaced yet')
        await new Promise((resolve) => setTimeout(resolve, waitMs))
      }
    }
  }
}

type ListenAddress = { ip: string; announcedAddress?: string }

/** `0.0.0.0` cannot be announced: without an address to announce, listen on each address by its name. */
function listenAddresses(config: MediaConfig): ListenAddress[] {
  const { listenIp, announcedAddress } = config
  if (announcedAddress !== undefined) return [{ ip: listenIp, announcedAddress }]
  if (listenIp !== '0.0.0.0') return [{ ip: listenIp }]
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => entry.family === 'IPv4')
    .map((entry) => ({ ip: entry.address }))
}

/** FNV-1a: the same show is always on the same worker of a relay. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0
  }
  return value
}
