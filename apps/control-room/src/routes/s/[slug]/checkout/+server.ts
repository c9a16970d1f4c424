import { json } from '@sveltejs/kit'
import { checkout } from '#lib/server/commerce/checkout.service.ts'
import { payments } from '#lib/server/commerce/payments.ts'
import { refuse } from '#lib/server/refusal.ts'
import type { RequestHandler } from './$types'

/** Takes a `checkoutRequestSchema`, answers a `checkoutAnswerSchema`. A refusal is `{ message, code }`. */
export const POST: RequestHandler = async ({ params, request }) => {
  const input: unknown = await request.json().catch(() => null)
  const answer = await checkout(payments(), params.slug, input).catch(refuse)
  return json(answer, { headers: { 'cache-control': 'no-store' } })
}
