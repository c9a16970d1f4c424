import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ShowEvent } from '@stallcast/shared/protocol'
import { clockCommandSchema, type CueCard } from '@stallcast/shared/rundown'
import { connect, listen } from '@stallcast/store'
import { showEventsChannel } from '@stallcast/store/rundown'
import { pino } from 'pino'
import { createSeatGate } from '../../crew/index.ts'
import { RedisBus } from '../../infra/redis-bus.ts'
import {
  createAudience,
  createSocketGateway,
  LiveHub,
  LogFollower,
  roleRoom,
} from '../../live/index.ts'
import { RundownService } from '../../rundown/index.ts'
import { createScreens } from '../screens.ts'
import { createShowRelays } from '../show-relays.ts'

export type ShowRelaySettings = {
  databaseUrl: string
  redisUrl: string | null
  secret: string
  cues: readonly CueCard[]
}

export type ShowRelay = Awaited<ReturnType<typeof startShowRelay>>

/**
 * The live part of a relay, wired as `main.ts` does it: clock, log, sockets and the other relays, without media.
 * @param react hears each event of the shows that are run here
 */
export async function startShowRelay(
  { databaseUrl, redisUrl, secret, cues }: ShowRelaySettings,
  react: (event: ShowEvent) => Promise<void>,
) {
  const log = pino({ level: 'silent' })
  const database = connect(databaseUrl, { max: 4 })
  const bus = redisUrl === null ? null : new RedisBus(redisUrl, log)
  const http = createServer()
  const hub = new LiveHub()
  const rundown = new RundownService({
    database,
    cues: async () => cues,
    publish: hub.publish,
    now: Date.now,
  })
  const follower = new LogFollower({
    database,
    log,
    reactsTo: (showId) => relays.owner.owns(showId),
    push(event) {
      io.to(roleRoom(event.showId, 'producer')).emit('event', event)
      relays.happened(event)
    },
  })
  follower.react('test', react)
  const overthrown: string[] = []
  const touched: string[] = []
  const relays = createShowRelays({
    databaseUrl,
    database,
    bus,
    hub,
    audience: () => audience,
    async runShow(showId) {
      await rundown.open(showId)
      await follower.open(showId)
    },
    followShow: (showId) => follower.openScreens(showId),
    command: () => (seat, input) => rundown.command(seat, clockCommandSchema.parse(input)),
    catchUp: (showId) => rundown.open(showId),
    screens: createScreens(() => io),
    onRundownChanged: (showId) => touched.push(showId),
    onOverthrown: (shows) => overthrown.push(...shows),
    log,
  })
  const io = createSocketGateway({
    http,
    database,
    gate: createSeatGate({ database, secret }),
    hub,
    log,
    openShow: relays.openShow,
    command: relays.command,
    onSeat: () => undefined,
    onAudience: (showId) => audience.changed(showId),
  })
  const audience = createAudience({
    io: () => io,
    publish: hub.publishHere,
    onHere: relays.audienceChanged,
  })
  const listener = listen(databaseUrl, { [showEventsChannel]: (showId) => follower.wake(showId) })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    hub,
    relays,
    overthrown,
    /** The shows whose run of show was said to have changed, at the relay that runs them. */
    touched,
    async stop() {
      follower.close()
      rundown.close()
      audience.close()
      await relays.close()
      await listener.close()
      await io.close()
      await bus?.close()
      await database.destroy()
    },
  }
}
