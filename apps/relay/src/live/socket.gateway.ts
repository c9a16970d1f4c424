import type { Server as HttpServer } from 'node:http'
import type { Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import {
  isPersonal,
  seatState,
  seesEvents,
  type Ack,
  type LiveDomain,
  type LiveState,
  type ShowCard,
  type Snapshot,
} from '@stallcast/shared/protocol'
import type { Database } from '@stallcast/store'
import { readShow } from '@stallcast/store/crew'
import { latestEvents } from '@stallcast/store/rundown'
import { Server, type Socket } from 'socket.io'
import type { SeatGate } from '../crew/index.ts'
import { toErrorView } from '../infra/errors.ts'
import type { Logger } from '../infra/logger.ts'
import { rateLimit } from '../infra/rate-limit.ts'
import type { LiveHub } from './live-hub.ts'

export type SeatSocket = Socket & { data: { seat: Seat } }

export type SocketDeps = {
  http: HttpServer
  database: Database
  gate: SeatGate
  hub: LiveHub
  log: Logger
  /** Loads the show before its first socket is answered. */
  openShow: (showId: string) => Promise<void>
  command: (seat: Seat, command: unknown) => Promise<unknown>
  /** Each connected seat: other domains add their own events here. */
  onSeat: (socket: SeatSocket) => void
  onAudience: (showId: string) => void
}

const eventsInSnapshot = 400
const commandsPerSecond = 30

/**
 * The live channel of a show. A connection names its show and its seat in the query, gets one snapshot,
 * then every state it may see; its commands are acknowledged one by one.
 */
export function createSocketGateway(deps: SocketDeps): Server {
  const io = new Server(deps.http, {
    path: '/socket.io',
    serveClient: false,
    // Other upgrades (Yjs) share the server: an unknown one must be left alone, however slow it is.
    destroyUpgrade: false,
    maxHttpBufferSize: 256 * 1024,
    pingInterval: 10_000,
    pingTimeout: 8_000,
  })

  io.use((socket, next) => {
    const { show, as } = socket.handshake.query
    deps.gate
      .seat(socket.request, String(show ?? ''), typeof as === 'string' ? as : null)
      .then((seat) => {
        socket.data.seat = seat
        next()
      })
      .catch((error: unknown) => {
        const view = toErrorView(error, deps.log)
        next(Object.assign(new Error(view.message), { data: view }))
      })
  })

  io.on('connection', (socket) => {
    welcome(deps, socket as SeatSocket).catch((error: unknown) => {
      socket.emit('seat:ended', toErrorView(error, deps.log))
      socket.disconnect(true)
    })
  })

  deps.hub.connectTo((showId, roles, message) => {
    const { domain } = message
    const rooms = (personal: boolean) =>
      roles
        .filter((role) => isPersonal(role, domain) === personal)
        .map((role) => roleRoom(showId, role))
    if (rooms(false).length > 0) io.local.to(rooms(false)).emit('state', message)
    if (rooms(true).length > 0) void tellEach(io, rooms(true), message)
  })
  return io
}

export function showRoom(showId: string): string {
  return `show:${showId}`
}

export function roleRoom(showId: string, role: string): string {
  return `show:${showId}:${role}`
}

export function sessionRoom(sessionId: string): string {
  return `session:${sessionId}`
}

async function welcome(deps: SocketDeps, socket: SeatSocket): Promise<void> {
  const { seat } = socket.data
  const allow = rateLimit(commandsPerSecond)
  socket.on('time', (ack) => {
    if (typeof ack === 'function') ack(Date.now())
  })
  socket.on('command', (command: unknown, ack: unknown) => {
    if (typeof ack !== 'function') return
    void answerTo(async () => {
      if (!allow()) throw new DomainError('rate.limited')
      return deps.command(seat, command)
    }, deps.log).then((answer) => ack(answer))
  })
  deps.onSeat(socket)

  const show = await readShow(deps.database, seat.showId)
  await deps.openShow(seat.showId)
  await socket.join([
    showRoom(seat.showId),
    roleRoom(seat.showId, seat.role),
    sessionRoom(seat.sessionId),
  ])
  socket.on('disconnect', () => deps.onAudience(seat.showId))
  deps.onAudience(seat.showId)
  socket.emit('snapshot', await snapshot(deps, show, seat))
}

/** Each seat gets what is for it; a screen that is gone by then gets nothing. */
async function tellEach(
  io: Server,
  rooms: string[],
  message: { domain: LiveDomain; rev: number; state: unknown },
): Promise<void> {
  const sockets = await io.local.in(rooms).fetchSockets()
  for (const socket of sockets) {
    const { seat } = (socket as unknown as SeatSocket).data
    const state = message.state as LiveState[typeof message.domain]
    socket.emit('state', { ...message, state: seatState(seat, message.domain, state) })
  }
}

async function snapshot(deps: SocketDeps, show: ShowCard, seat: Seat): Promise<Snapshot> {
  const events = seesEvents(seat.role)
    ? await latestEvents(deps.database, show.id, eventsInSnapshot)
    : []
  return { show, seat, serverNowMs: Date.now(), live: deps.hub.view(show.id, seat), events }
}

async function answerTo(work: () => Promise<unknown>, log: Logger): Promise<Ack> {
  try {
    return { ok: true, result: (await work()) ?? null }
  } catch (error) {
    return { ok: false, error: toErrorView(error, log) }
  }
}
