import { setTimeout as sleep } from 'node:timers/promises'
import express, { type Request, type Response, type Router } from 'express'
import { Stripe } from 'stripe'
import { newId } from '../ids.ts'
import { shopperView } from '../payments/shopper-view.ts'
import type { World } from '../world.ts'
import { ApiError } from './api-error.ts'
import { callerOf, secretKeyRequired, type Keys } from './auth.ts'
import type { Call } from './call.ts'
import { parseFault, type Fault, type Faults } from './faults.ts'
import { PLATFORM } from './objects.types.ts'
import { execute, type PipelineDeps } from './pipeline.ts'
import { fingerprintOf, readParams } from './request.ts'
import { routes, type Route } from './routes.ts'

export type ApiDeps = PipelineDeps & {
  world: World
  keys: Keys
  faults: Faults
  publicBaseUrl: (request: Request) => string
  /** Told after each commit: there may be events to deliver. */
  committed: () => void
}

/** Every endpoint of Stripe that the emulator speaks, at Stripe's own paths. */
export function apiRouter(deps: ApiDeps): Router {
  const router = express.Router({ caseSensitive: true })
  for (const route of routes) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1')
    const handler = (request: Request, response: Response) => serve(deps, route, request, response)
    if (route.method === 'GET') router.get(path, handler)
    else router.post(path, handler)
  }
  return router
}

async function serve(deps: ApiDeps, route: Route, request: Request, response: Response) {
  const requestId = newId('req', 14)
  describe(request, response, requestId)
  try {
    const call = callFor(deps, route, request, requestId)
    const path = request.path
    const fault = faultFor(deps, call, request, path)
    if (fault?.drop === 'request') return void request.socket.destroy()
    const outcome = execute(deps, route.endpoint, call, `${request.method} ${path}`, fault)
    deps.committed()
    if (fault?.drop === 'response') return void request.socket.destroy()
    if (fault?.delay_ms !== undefined) await sleep(fault.delay_ms)
    if (outcome.originalRequestId !== null) {
      response.set('idempotent-replayed', 'true').set('original-request', outcome.originalRequestId)
    }
    // A kept failure would only be replayed; a failure that was not kept is worth another try.
    if (outcome.status >= 500 || outcome.status === 409) {
      const kept = outcome.originalRequestId !== null || (fault?.kept ?? false)
      response.set('stripe-should-retry', kept ? 'false' : 'true')
    } else if (outcome.status >= 400 && outcome.status !== 429) {
      response.set('stripe-should-retry', 'false')
    }
    const json = call.caller === 'secret' ? outcome.json : shopperJson(outcome.json)
    response.status(outcome.status).type('application/json').send(json)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    response.set('stripe-should-retry', 'false')
    response.status(error.status).json({ error: error.body })
  }
}

function shopperJson(json: string): string {
  return JSON.stringify(shopperView(JSON.parse(json)))
}

function describe(request: Request, response: Response, requestId: string): void {
  response.set('request-id', requestId)
  response.set('stripe-version', request.get('stripe-version') ?? Stripe.API_VERSION)
  for (const header of ['idempotency-key', 'stripe-account']) {
    const value = request.get(header)
    if (value !== undefined) response.set(header, value)
  }
}

function callFor(deps: ApiDeps, route: Route, request: Request, requestId: string): Call {
  const { key: formKey, ...params } = readParams(request)
  const caller = callerOf(request.headers, formKey, deps.keys)
  if (caller === 'publishable' && !route.forShoppers) throw secretKeyRequired()
  const account = request.get('stripe-account') ?? request.get('stripe-context') ?? PLATFORM
  if (account !== PLATFORM && !deps.world.objects.get('account', PLATFORM, account)) {
    throw new ApiError(403, {
      type: 'invalid_request_error',
      code: 'account_invalid',
      message: `The provided key does not have access to account '${account}' (or that account does not exist).`,
    })
  }
  const idempotencyKey = request.method === 'POST' ? (request.get('idempotency-key') ?? null) : null
  if (idempotencyKey !== null && idempotencyKey.length > 255) {
    throw new ApiError(400, {
      type: 'invalid_request_error',
      message: 'Idempotency keys may have at most 255 characters.',
    })
  }
  return {
    world: deps.world,
    path: request.params as Record<string, string>,
    url: request.path,
    params,
    account,
    caller,
    requestId,
    idempotencyKey,
    publicBaseUrl: deps.publicBaseUrl(request),
  }
}

/** A test asks for a fault by header, or by metadata where it cannot reach the headers. */
function faultFor(deps: ApiDeps, call: Call, request: Request, path: string): Fault | null {
  const metadata = call.params['metadata']
  const marked =
    typeof metadata === 'object' && metadata !== null && 'stallcast_fault' in metadata
      ? String(metadata.stallcast_fault)
      : undefined
  const text = request.get('stallcast-fault') ?? marked
  const identity =
    call.idempotencyKey === null
      ? `${request.method} ${path} ${fingerprintOf(call.params)}`
      : `${call.account} ${call.idempotencyKey}`
  return deps.faults.take(
    request.method,
    path,
    identity,
    text === undefined ? null : parseFault(text),
  )
}
