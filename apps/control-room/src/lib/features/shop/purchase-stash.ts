import { checkoutAnswerSchema } from '@stallcast/shared/commerce'
import { z } from 'zod'

const stashSchema = z.object({
  checkout: checkoutAnswerSchema,
  attemptId: z.string(),
  quantity: z.number().int(),
  buyerName: z.string(),
  buyerEmail: z.string(),
})
export type PurchaseStash = z.infer<typeof stashSchema>

const key = 'stallcast-purchase'

/** Keeps the purchase while the shopper is on the bank's page. Never the card. */
export function writeStash(stash: PurchaseStash): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(stash))
  } catch {
    // Storage is off in some private windows: then a refused payment starts over with the details.
  }
}

export function readStash(orderId: string): PurchaseStash | null {
  try {
    const stash = stashSchema.parse(JSON.parse(sessionStorage.getItem(key) ?? 'null'))
    return stash.checkout.orderId === orderId ? stash : null
  } catch {
    return null
  }
}

export function clearStash(): void {
  try {
    sessionStorage.removeItem(key)
  } catch {
    // See above: nothing was kept.
  }
}
