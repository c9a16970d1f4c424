import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createProxyServer } from 'httpxy'
import type { Logger } from 'pino'

export type Upstream = { prefix: string; target: string; strip: boolean }

export type Proxy = {
  /** True when the path belongs to an upstream; the answer is then on its way. */
  web(request: IncomingMessage, response: ServerResponse): boolean
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): boolean
}

const unavailable = JSON.stringify({
  error: {
    code: 'media.unavailable',
    params: {},
    message: 'The relay does not answer right now. It comes back by itself.',
  },
})

/** Hands the paths of the relay (and of the payment emulator) through, so that the public needs one origin. */
export function createProxy(upstreams: readonly Upstream[], log: Logger): Proxy {
  // `x-forwarded-host` keeps the public name: the relay checks the caller's origin against it.
  const proxy = createProxyServer({ xfwd: true, ws: true, proxyTimeout: 0 })
  const find = (url: string | undefined): Upstream | undefined =>
    upstreams.find(({ prefix }) => {
      if (!url?.startsWith(prefix)) return false
      const next = url[prefix.length]
      return next === undefined || next === '/' || next === '?'
    })
  const rewrite = (request: IncomingMessage, upstream: Upstream) => {
    if (upstream.strip) request.url = (request.url ?? '').slice(upstream.prefix.length) || '/'
    request.headers['x-forwarded-host'] ??= request.headers.host
  }

  return {
    web(request, response) {
      const upstream = find(request.url)
      if (!upstream) return false
      rewrite(request, upstream)
      proxy.web(request, response, { target: upstream.target }).catch((error: unknown) => {
        log.debug({ err: error, path: request.url }, 'upstream failed')
        if (response.headersSent) response.destroy()
        else response.writeHead(503, { 'content-type': 'application/json' }).end(unavailable)
      })
      return true
    },
    upgrade(request, socket, head) {
      const upstream = find(request.url)
      if (!upstream) return false
      rewrite(request, upstream)
      socket.on('error', () => socket.destroy())
      proxy.ws(request, socket, { target: upstream.target }, head).catch((error: unknown) => {
        log.debug({ err: error, path: request.url }, 'upstream upgrade failed')
        socket.destroy()
      })
      return true
    },
  }
}
