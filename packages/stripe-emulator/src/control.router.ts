import express, { type Router } from 'express'
import { z } from 'zod'
import { ApiError } from './wire/api-error.ts'
import { callerOf, secretKeyRequired, type Keys } from './wire/auth.ts'
import { ruleSchema, type Faults } from './wire/faults.ts'
import { parseParams } from './wire/params.ts'
import { readParams } from './wire/request.ts'
import type { WebhookDelivery } from './webhooks/delivery.ts'
import type { World } from './world.ts'

export type ControlDeps = {
  world: World
  keys: Keys
  faults: Faults
  webhooks: WebhookDelivery | null
}

const webhooksSchema = z.strictObject({
  paused: z.boolean().optional(),
  newest_first: z.boolean().optional(),
  copies_per_event: z.number().int().min(1).max(10).optional(),
  delay_ms: z.number().int().min(0).max(600_000).optional(),
})

/** `/_emulator/*`: what Stripe has no word for; for tests that run against the process. Secret key only. */
export function controlRouter(deps: ControlDeps): Router {
  const router = express.Router()
  router.use((request, _response, next) => {
    if (callerOf(request.headers, undefined, deps.keys) !== 'secret') throw secretKeyRequired()
    next()
  })
  router.get('/', (_request, response) => {
    response.json({ emulator: 'stallcast', open_deliveries: deps.world.deliveries.openCount() })
  })
  router.post('/faults', (request, response) => {
    deps.faults.add(parseParams(ruleSchema, readParams(request)))
    response.json({ ok: true })
  })
  router.delete('/faults', (_request, response) => {
    deps.faults.clear()
    response.json({ ok: true })
  })
  router.post('/webhooks', async (request, response) => {
    await steer(deps, parseParams(webhooksSchema, readParams(request)))
    response.json({ ok: true, open_deliveries: deps.world.deliveries.openCount() })
  })
  return router
}

async function steer(deps: ControlDeps, params: z.infer<typeof webhooksSchema>): Promise<void> {
  if (!deps.webhooks) {
    throw new ApiError(400, {
      type: 'invalid_request_error',
      message: 'This emulator has no WEBHOOK_URL.',
    })
  }
  const { settings } = deps.world
  settings.copiesPerEvent = params.copies_per_event ?? settings.copiesPerEvent
  settings.deliveryDelayMs = params.delay_ms ?? settings.deliveryDelayMs
  if (params.paused === true) await deps.webhooks.pause()
  if (params.paused === false) deps.webhooks.resume(params.newest_first)
}
