import type { Router } from 'express'
import type { Seat } from '@stallcast/shared/crew'
import type { MediaConfig } from './media.config.ts'
import { registerMediaGateway, type MediaSocket } from './media.gateway.ts'
import { MediaService } from './media.service.ts'
import { MediasoupAdapter } from './mediasoup.adapter.ts'
import type { MediaPorts } from './ports.ts'
import { Pacer } from './sources/pacer.ts'
import { WhepSessions } from './whep/whep-sessions.ts'
import { whepRouter } from './whep/whep.router.ts'

export { mediaConfigSchema } from './media.config.ts'
export type { MediaConfig } from './media.config.ts'
export type { LoopSettings, MediaService, SwitchCommand } from './media.service.ts'
export type {
  FindShow,
  LivePublisher,
  LogEntry,
  MediaLiveState,
  MediaPorts,
  SegmentListener,
  ShowLog,
} from './ports.ts'

export type Media = {
  service: MediaService
  registerGateway(socket: MediaSocket, seat: Seat): void
  /** To be mounted at `/whep`. */
  whepRouter: Router
  /** Public viewers that are connected now. */
  viewerCount(): number
  /** Writes what is recorded, then lets everything go. */
  close(): Promise<void>
}

/**
 * Starts the media domain: mediasoup workers, and a service over them.
 * @throws when a worker cannot be started (no binary, port in use)
 */
export async function createMedia(config: MediaConfig, ports: MediaPorts): Promise<Media> {
  // One clock for recording, program and log: server time that never steps back.
  const nowMs = () => performance.timeOrigin + performance.now()
  const adapter = await MediasoupAdapter.start(config, ports.logger)
  const service = new MediaService({ config, adapter, ports, pacer: new Pacer(nowMs), nowMs })
  const sessions = new WhepSessions(config)
  return {
    service,
    registerGateway: (socket, seat) =>
      registerMediaGateway(socket, seat, { service, logger: ports.logger }),
    whepRouter: whepRouter({ service, sessions, findShow: ports.findShow, logger: ports.logger }),
    viewerCount: () => sessions.count,
    close: async () => {
      sessions.closeAll()
      await service.close()
    },
  }
}
