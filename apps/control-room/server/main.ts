import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { pino } from 'pino'
import { readPublicServerConfig } from './config.ts'
import { createProxy, type Upstream } from './proxy.ts'
import { askRelay, RelayPicker } from './relay-picker.ts'

/**
 * The one public origin: the built pages, and the relay behind the same host and port. Run with the
 * settings of `config.ts`; the SvelteKit build must be there.
 */
const config = readPublicServerConfig(process.env)
const log = pino({ name: 'control-room', level: config.LOG_LEVEL }, pino.destination(2))
const publicProtocol = new URL(config.STALLCAST_ORIGIN).protocol.replace(':', '')

// The pages take their own address from these headers; a reverse proxy in front may have set them.
process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto'
const built: string = '../build/handler.js'
const { handler } = (await import(built)) as {
  handler: (request: IncomingMessage, response: ServerResponse, next: () => void) => void
}

const relayPaths = ['/collab', '/socket.io', '/api', '/whip', '/whep', '/hls', '/media']
const relays = new RelayPicker({ urls: config.RELAY_URL, ask: askRelay })
await relays.start()
const upstreams: Upstream[] = relayPaths.map((prefix) => ({
  prefix,
  target: (path) => relays.pick(path),
  strip: false,
  onUnreachable: (url) => relays.failed(url),
}))
if (!config.STRIPE_SECRET_KEY && config.STRIPE_API_BASE) {
  const emulator = config.STRIPE_API_BASE
  upstreams.push({ prefix: '/stripe-emulator', target: () => emulator, strip: true })
}
const proxy = createProxy(upstreams, log)

const server = createServer((request, response) => {
  if (request.url === '/healthz') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    return
  }
  request.headers['x-forwarded-proto'] ??= publicProtocol
  if (proxy.web(request, response)) return
  handler(request, response, () => response.writeHead(404).end())
})
server.on('upgrade', (request, socket, head) => {
  request.headers['x-forwarded-proto'] ??= publicProtocol
  if (!proxy.upgrade(request, socket as Socket, head)) socket.destroy()
})

server.on('error', (error) => {
  log.fatal({ err: error }, 'the public server cannot listen')
  process.exit(1)
})
server.listen(config.PORT, config.HOST, () => process.send?.({ type: 'ready' }))

const stop = () => {
  relays.stop()
  server.close(() => process.exit(0))
  server.closeAllConnections()
  // Upgraded sockets are not counted as connections; nothing is lost by dropping them.
  setTimeout(() => process.exit(0), 500).unref()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
