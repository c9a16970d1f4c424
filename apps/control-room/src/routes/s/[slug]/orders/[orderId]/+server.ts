import { json } from '@sveltejs/kit'
import { readOrderView } from '@stallcast/store/commerce'
import { readShowBySlug } from '@stallcast/store/crew'
import { payments } from '#lib/server/commerce/payments.ts'
import { refuse } from '#lib/server/refusal.ts'
import type { RequestHandler } from './$types'

/** Answers an `orderViewSchema` to who knows the order's random id (CO14). */
export const GET: RequestHandler = async ({ params }) => {
  const { database } = payments()
  const find = async () => {
    const { id: showId } = await readShowBySlug(database, params.slug)
    return readOrderView(database, { showId, orderId: params.orderId })
  }
  return json(await find().catch(refuse), { headers: { 'cache-control': 'no-store' } })
}
