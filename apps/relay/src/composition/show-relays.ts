import type { Role, Seat } from '@stallcast/shared/crew'
import type { ErrorView } from '@stallcast/shared/kernel'
import type { ShowEvent } from '@stallcast/shared/protocol'
import { createLeases, type Database } from '@stallcast/store'
import { listShowsToRun } from '@stallcast/store/rundown'
import { RedisBus } from '../infra/redis-bus.ts'
import { RelayCalls } from '../infra/relay-calls.ts'
import type { RelayBus } from '../infra/relay-bus.ts'
import type { Logger } from '../infra/logger.ts'
import {
  LiveShare,
  ShowOwner,
  type Audience,
  type LiveHub,
  type SeatSocket,
} from '../live/index.ts'
import type { Screens } from './screens.ts'

export type Command = (seat: Seat, input: unknown) => Promise<unknown>

export type ShowRelaysDeps = {
  databaseUrl: string
  database: Database
  /** `null`: there is no other relay. */
  bus: RelayBus | null
  hub: LiveHub
  audience: () => Audience
  /** Brings a show up: this relay runs it from now on. */
  runShow: (showId: string) => Promise<void>
  /** Follows a show that another relay runs. */
  followShow: (showId: string) => Promise<void>
  command: () => Command
  /** Reads the kept states of a show anew: another relay may have changed them without a word. */
  catchUp: (showId: string) => Promise<void>
  screens: Screens
  /** The run of show of a show that is run here has changed. */
  onRundownChanged: (showId: string) => void
  /** Another relay has taken shows that were run here: what is in memory is no longer theirs. */
  onOverthrown: (shows: readonly string[]) => void
  log: Logger
}

/** By then the public server has looked after the relays again. */
const comeAgainMs = 1_500

const endedSessions = 'ended-sessions'
type EndedSession = { sessionId: string; why: ErrorView | null }

/** Their own connection says who somebody is: such a command is done where it came in. */
const staysHere: readonly unknown[] = ['seat.rename']

export function createRelayBus(redisUrl: string | undefined, log: Logger): RelayBus | null {
  return redisUrl === undefined ? null : new RedisBus(redisUrl, log)
}

/**
 * Several relays for the same shows. One runs a show (its media, reactions, timers and decisions); the others
 * serve its documents and screens, and pass commands on to it. Alone, none of this does anything.
 */
export function createShowRelays(deps: ShowRelaysDeps) {
  const { bus, hub, log } = deps
  const leases = bus && createLeases(deps.databaseUrl, deps.onOverthrown)
  const owner = new ShowOwner({
    leases,
    shows: () => listShowsToRun(deps.database),
    async run(showId) {
      await share?.attend(showId)
      await deps.runShow(showId)
      share?.sayHere(showId)
    },
    log,
  })
  const share =
    bus &&
    new LiveShare({
      bus,
      hub,
      audience: {
        here: (showId) => deps.audience().here(showId),
        hear: (showId, relayId, part) => deps.audience().hear(showId, relayId, part),
        forget: (showId, relayId) => deps.audience().forget(showId, relayId),
      },
      owns: (showId) => owner.owns(showId),
      emitHere: deps.screens.emit,
      onRundownChanged: deps.onRundownChanged,
      onDecidedElsewhere(showId, domain) {
        if (domain === 'clock' || domain === 'rehearsal') catchUpAside(showId)
      },
    })
  const calls =
    bus &&
    new RelayCalls(bus, log, async (body) => {
      const { seat, input } = body as { seat: Seat; input: unknown }
      await owner.claim(seat.showId)
      return deps.command()(seat, input)
    })
  const unfollow = bus?.follow(endedSessions, {
    onMessage(bytes) {
      const ended = JSON.parse(Buffer.from(bytes).toString()) as EndedSession
      deps.screens.end(ended.sessionId, ended.why)
    },
    onResumed: () => undefined,
  })

  function catchUpAside(showId: string): void {
    deps.catchUp(showId).catch((err: unknown) => log.error({ err, showId }, 'not caught up'))
  }

  /** @returns `null`: to be decided here */
  async function askOwner(seat: Seat, input: unknown): Promise<{ result: unknown } | null> {
    if (!share || !calls || owner.owns(seat.showId)) return null
    const type = (input as { type?: unknown } | null)?.type
    if (staysHere.includes(type)) return null
    const relayId = share.ownerOf(seat.showId)
    // No word of an owner: it is dead, or Redis is. The rows refuse whoever decides on an old state.
    return relayId === null ? null : calls.ask(relayId, { seat, input })
  }

  return {
    owner,
    /** Loads a show before its first socket is answered: to run it, or to follow who does. */
    async openShow(showId: string): Promise<void> {
      if (await owner.claim(showId)) return
      await share?.attend(showId)
      await deps.followShow(showId)
    },
    /** A command for a show, wherever it came in. */
    async command(seat: Seat, input: unknown): Promise<unknown> {
      const answer = await askOwner(seat, input)
      if (answer) return answer.result
      if (bus && (!bus.isConnected || !owner.owns(seat.showId))) await deps.catchUp(seat.showId)
      return deps.command()(seat, input)
    },
    /** A row of the log, whoever wrote it; while Redis is away that is how screens learn of the clock. */
    happened(event: ShowEvent): void {
      if (bus && !bus.isConnected && event.domain === 'clock') catchUpAside(event.showId)
    },
    emit(
      showId: string,
      roles: readonly Role[] | null,
      event: string,
      body: unknown,
      options?: { volatile?: boolean },
    ): void {
      deps.screens.emit(showId, roles, event, body, options)
      share?.emit(showId, roles, event, body)
    },
    /**
     * Media are with the relay that runs the show. Whoever asks for them here came by an old direction: it is cut
     * off a moment later and comes in again, where the public server now points.
     */
    sendToMedia(socket: SeatSocket): void {
      if (!share) return
      socket.once('media:join', () => {
        if (owner.owns(socket.data.seat.showId)) return
        setTimeout(() => socket.conn.close(), comeAgainMs).unref()
      })
    },
    /** Seen here; the relay that runs the show may not have the document open. */
    rundownChanged(showId: string): void {
      if (owner.owns(showId)) deps.onRundownChanged(showId)
      else share?.tellRundownChanged(showId)
    },
    /** Ends what a session has open, on every relay. */
    endSession(sessionId: string, why: ErrorView | null = null): void {
      deps.screens.end(sessionId, why)
      const ended: EndedSession = { sessionId, why }
      bus?.publish(endedSessions, Buffer.from(JSON.stringify(ended)))
    },
    /** Whether the line to the other relays stands; `null` when there are none. */
    isConnected: () => bus && bus.isConnected,
    audienceChanged: (showId: string) => share?.sayHere(showId),
    async close(): Promise<void> {
      await owner.close()
      unfollow?.()
      calls?.close()
      share?.close()
      await leases?.close()
    },
  }
}
export type ShowRelays = ReturnType<typeof createShowRelays>
