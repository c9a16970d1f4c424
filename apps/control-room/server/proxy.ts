import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createProxyServer } from 'httpxy'
import type { Logger } from 'pino'

export type Upstream = {
  prefix: string
  /** Where to, for a path with its query. */
  target: (path: string) => string
  strip: boolean
  /** Nobody listens at a target. */
  onUnreachable?: (target: string) => void
}

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
      const target = upstream.target(request.url ?? '/')
      proxy.web(request, response, { target }).catch((error: unknown) => {
        if (isUnreachable(error)) upstream.onUnreachable?.(target)
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
      const target = upstream.target(request.url ?? '/')
      proxy.ws(request, socket, { target }, head).catch((error: unknown) => {
        if (isUnreachable(error)) upstream.onUnreachable?.(target)
        log.debug({ err: error, path: request.url }, 'upstream upgrade failed')
        socket.destroy()
      })
      return true
    },
  }
}

/** Not one that broke off half-way: that may have been the caller. */
function isUnreachable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return ['ECONNREFUSED', 'EHOSTUNREACH', 'ENOTFOUND', 'ETIMEDOUT'].includes(String(code))
}
