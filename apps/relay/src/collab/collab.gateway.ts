import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Seat } from '@stallcast/shared/crew'
import { DomainError, isDomainError, type Clock } from '@stallcast/shared/kernel'
import { mayRead, parseDocumentName } from '@stallcast/shared/rundown'
import { WebSocketServer, type WebSocket } from 'ws'
import { closeCodeOf, closeCodes, closeReason } from './close-codes.ts'
import type { CollabService } from './collab.service.ts'
import { CollabSocket } from './collab.socket.ts'
import type { CollabLogger } from './metrics.ts'

export type CollabGatewayDeps = {
  service: CollabService
  /**
   * Whose request this is (cookie and `?as=`); also asked again while the connection lasts.
   * @throws DomainError `auth.*`
   */
  authenticate(request: IncomingMessage): Promise<Seat>
  clock: Clock
  logger: CollabLogger
}

const prefix = '/collab/'

/**
 * Answers WebSocket upgrades on `/collab/{docName}` and leaves all others alone. The handshake is
 * completed before the seat is checked: Socket.IO on the same server destroys a socket that stays
 * silent for a second (give it `destroyUpgrade: false`), and a browser cannot read an HTTP refusal but can
 * read a close code.
 * @returns ends the connections and stops listening
 */
export function attachCollab(
  httpServer: HttpServer | HttpsServer,
  deps: CollabGatewayDeps,
): { close(): void } {
  const { service } = deps
  const sockets = new Map<CollabSocket, IncomingMessage>()
  const server = new WebSocketServer({
    noServer: true,
    // Above our own limit, which closes with a code that clients understand.
    maxPayload: service.limits.maxFrameBytes * 2,
    // Each message by itself, in the full window: what is compressed for one is right for all (frames.ts).
    perMessageDeflate: { serverNoContextTakeover: true, serverMaxWindowBits: 15 },
  })

  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (!request.url?.startsWith(prefix)) return
    server.handleUpgrade(request, stream, head, (socket) => welcome(socket, request, stream))
  }
  httpServer.on('upgrade', onUpgrade)

  function welcome(webSocket: WebSocket, request: IncomingMessage, stream: Duplex) {
    const socket = new CollabSocket(webSocket, stream, {
      limits: service.limits,
      metrics: service.counters,
      clock: deps.clock,
    })
    sockets.set(socket, request)
    webSocket.on('close', () => sockets.delete(socket))
    admit(socket, request).catch((error: unknown) => turnAway(socket, error))
  }

  async function admit(socket: CollabSocket, request: IncomingMessage) {
    const docName = documentNameOf(request)
    const name = parseDocumentName(docName)
    if (!name) throw new DomainError('show.unknown')
    const seat = await within(service.limits.authenticateWithinMs, deps.authenticate(request))
    if (seat.showId !== name.showId || !mayRead(name.kind, seat.role)) {
      throw new DomainError('auth.forbidden', { role: seat.role, action: `open ${name.kind}` })
    }
    const document = await service.open(docName)
    socket.enter(seat, document)
  }

  function turnAway(socket: CollabSocket, error: unknown) {
    if (isDomainError(error)) return socket.refuse(error)
    deps.logger.error({ err: error }, 'a connection to a document failed')
    socket.close(closeCodes.failed, '')
  }

  /** A seat can end without a word to this process: its link expires, another process withdraws it. */
  async function recheck(socket: CollabSocket, request: IncomingMessage) {
    try {
      const seat = await deps.authenticate(request)
      const { sessionId, role } = socket.seat
      if (seat.sessionId !== sessionId || seat.role !== role) throw new DomainError('auth.revoked')
      socket.renew(seat)
    } catch (error) {
      // A database that does not answer ends nobody's seat.
      if (isDomainError(error)) socket.close(closeCodeOf(error), closeReason(error))
    }
  }

  const heartbeat = setInterval(() => {
    for (const [socket, request] of sockets) {
      socket.beat()
      if (socket.hasEntered) void recheck(socket, request)
    }
  }, service.limits.heartbeatMs)
  heartbeat.unref()

  return {
    close() {
      clearInterval(heartbeat)
      httpServer.off('upgrade', onUpgrade)
      for (const socket of sockets.keys()) socket.close(closeCodes.goingAway, '')
      server.close()
    },
  }
}

/** y-websocket appends the name as it is; others encode it. */
function documentNameOf(request: IncomingMessage): string {
  const path = (request.url ?? '').slice(prefix.length).split('?')[0] ?? ''
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function within<T>(limitMs: number, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new DomainError('auth.missing')), limitMs)
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
