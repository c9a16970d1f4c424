import { payments } from '#lib/server/commerce/payments.ts'
import { receiveWebhook } from '#lib/server/commerce/webhook.service.ts'
import { refuse } from '#lib/server/refusal.ts'
import type { RequestHandler } from './$types'

/** Stripe, or the emulator, tells what happened. 2xx: it is kept; anything else: it is delivered again. */
export const POST: RequestHandler = async ({ request }) => {
  // The signature covers the bytes as they came: nothing may parse them first.
  const rawBody = await request.text()
  const signature = request.headers.get('stripe-signature')
  await receiveWebhook(payments(), rawBody, signature).catch(refuse)
  return new Response(null, { status: 204 })
}
