import type { Server as HttpServer } from 'node:http'
import { Router } from 'express'
import type { LiveState, ShowEvent } from '@stallcast/shared/protocol'
import type { Server } from 'socket.io'
import { ActingService } from './acting.service.ts'
import { apiRouter } from './api/api.router.ts'
import { docsRouter } from './api/docs.router.ts'
import { KeyGate } from './api/key-gate.ts'
import { KeySockets } from './api/key-socket.gateway.ts'
import { StateFeed } from './api/state-feed.gateway.ts'
import { OscGateway } from './osc/osc.gateway.ts'
import { OscJournal } from './osc/osc-journal.ts'
import { createNetworkGuard } from './outbox/network-guard.ts'
import { DeliverySender } from './outbox/sender.service.ts'
import type { AutomationPorts } from './ports.ts'
import { rulesReaction } from './rules.reaction.ts'
import { settingsRouter } from './settings.router.ts'
import { TriggerService } from './triggers/trigger.service.ts'

export type { AutomationPorts } from './ports.ts'

/** What the feed tells at once; the rest comes with its next second. */
const fedDomains: ReadonlySet<string> = new Set(['clock', 'bus', 'offer', 'stage', 'timers'])

/** Everything that acts on a show without a person at a screen, and everything that a show tells machines. */
export function createAutomation(ports: AutomationPorts) {
  const gate = new KeyGate(ports.database, ports.now)
  const acting = new ActingService(ports)
  const guard = createNetworkGuard(ports.allowedNetworks)
  const sender = new DeliverySender(ports, guard)
  const journal = new OscJournal()
  const osc = new OscGateway(ports, acting, journal)
  const triggers = new TriggerService(ports, acting)
  const sockets = new KeySockets(ports, gate)
  const feed = new StateFeed(ports, gate)

  const router = Router()
  router.use(docsRouter())
  router.use(settingsRouter({ ports, guard, osc, journal }))
  router.use('/v1', apiRouter({ ports, gate, acting }))

  return {
    /** To be mounted under `/api`. */
    router,
    reactions: { triggers: triggers.react, rules: rulesReaction(ports.database) },
    /** Goes after the step that opens the log: what a dead relay left behind is carried out on the side. */
    async openShow(showId: string): Promise<void> {
      triggers
        .open(showId)
        .catch((err: unknown) => ports.log.error({ err, showId }, 'triggers were left behind'))
    },
    attach(http: HttpServer, io: Server): void {
      sockets.attach(io)
      feed.attach(http)
    },
    published(showId: string, message: Parameters<KeySockets['published']>[1]): void {
      const { domain, state } = message
      if (ports.runsHere(showId)) {
        if (domain === 'clock') triggers.clockChanged(showId, state as LiveState['clock'])
        if (domain === 'rehearsal') {
          triggers.rehearsalChanged(showId, state as LiveState['rehearsal'])
        }
      }
      sockets.published(showId, message)
      if (fedDomains.has(domain)) feed.changed(showId)
    },
    happened(event: ShowEvent): void {
      sockets.happened(event)
      feed.happened(event)
    },
    keyRevoked(keyId: string): void {
      sockets.revoked(keyId)
      feed.revoked(keyId)
    },
    /** Something lies in the outbox. */
    wakeSender: () => sender.wake(),
    listenOsc: () => osc.listen(),
    async close(): Promise<void> {
      osc.close()
      triggers.close()
      sockets.close()
      feed.close()
      await sender.close()
    },
  }
}
