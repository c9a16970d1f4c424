import express, { type ErrorRequestHandler, type Express, type Request } from 'express'
import { controlRouter, type ControlDeps } from './control.router.ts'
import { pagesRouter } from './pages/pages.router.ts'
import { ApiError } from './wire/api-error.ts'
import { apiRouter, type ApiDeps } from './wire/api.router.ts'

export type AppDeps = Omit<ApiDeps, 'publicBaseUrl'> &
  ControlDeps & {
    publicBaseUrl: string | undefined
    onBug: (error: unknown) => void
  }

/** Where the control room shows the emulator to browsers; requests arrive with or without it. */
const PUBLIC_PREFIX = '/stripe-emulator'

export function createApp(deps: AppDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', 'loopback')
  app.use((request, response, next) => {
    response.set('stallcast-emulator', '1')
    response.set('cache-control', 'no-store')
    allowPages(request, response)
    if (request.method === 'OPTIONS') return void response.sendStatus(204)
    if (request.url === PUBLIC_PREFIX) request.url = '/'
    if (request.url.startsWith(`${PUBLIC_PREFIX}/`)) {
      request.url = request.url.slice(PUBLIC_PREFIX.length)
    }
    next()
  })
  app.use(express.raw({ type: () => true, limit: '256kb' }))
  app.use('/_emulator', controlRouter(deps))
  app.use(pagesRouter(deps))
  app.use(
    apiRouter({ ...deps, publicBaseUrl: (request) => publicBase(request, deps.publicBaseUrl) }),
  )
  app.use((request: Request) => {
    throw new ApiError(404, {
      type: 'invalid_request_error',
      message:
        `Unrecognized request URL (${request.method}: ${request.path}). ` +
        'The Stallcast emulator speaks a part of the Stripe API only; see its SPEC.md.',
    })
  })
  app.use(errorAnswer(deps.onBug))
  return app
}

/** Any page may call: a publishable key and a client secret are the proof, and there are no cookies. */
function allowPages(request: Request, response: express.Response): void {
  response.set('access-control-allow-origin', '*')
  if (request.method !== 'OPTIONS') {
    response.set('access-control-expose-headers', 'request-id, stallcast-emulator')
    return
  }
  response.set('access-control-allow-methods', 'GET, POST')
  response.set(
    'access-control-allow-headers',
    request.get('access-control-request-headers') ?? 'authorization, content-type',
  )
  response.set('access-control-max-age', '600')
}

function publicBase(request: Request, configured: string | undefined): string {
  if (configured !== undefined) return configured.replace(/\/+$/, '')
  const prefix = request.originalUrl.startsWith(`${PUBLIC_PREFIX}/`) ? PUBLIC_PREFIX : ''
  const host = request.get('x-forwarded-host') ?? request.get('host') ?? 'localhost'
  return `${request.protocol}://${host}${prefix}`
}

function errorAnswer(onBug: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return void next(error)
    response.set('stripe-should-retry', 'false')
    if (error instanceof ApiError) {
      response.status(error.status).json({ error: error.body })
      return
    }
    const status = statusOf(error)
    if (status >= 500) onBug(error)
    response.status(status).json({
      error: {
        type: status >= 500 ? 'api_error' : 'invalid_request_error',
        message:
          status >= 500
            ? 'The Stallcast emulator broke; nothing was kept. See its log.'
            : 'The request could not be read.',
      },
    })
  }
}

/** Express's own refusals (a body too large, a broken url) carry their status. */
function statusOf(error: unknown): number {
  if (typeof error === 'object' && error !== null && 'status' in error) {
    const status = Number(error.status)
    if (status >= 400 && status < 600) return status
  }
  return 500
}
