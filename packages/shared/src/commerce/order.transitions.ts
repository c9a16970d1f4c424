import type { OrderStatus } from './commerce.schema.ts'

/** How long stock waits for a payment. */
export const holdMs = 10 * 60_000

export type PaymentOutcome =
  /** Stock was waiting: held becomes sold. */
  | 'sell-held'
  /** The hold is gone: sell from the shelf if there is enough, pay back if not (CO8, CO9). */
  | 'sell-or-refund'
  /** Known already: a webhook came twice. */
  | 'ignore'

/** What a succeeded payment means for an order. Only a pending order still holds stock. */
export function decidePayment(status: OrderStatus): PaymentOutcome {
  switch (status) {
    case 'pending':
      return 'sell-held'
    case 'failed':
    case 'expired':
      return 'sell-or-refund'
    case 'paid':
    case 'refunded':
      return 'ignore'
  }
}

/** Whether a failure or an expiry may still end the order: paid is final, whatever arrives later (CO6). */
export function canRelease(status: OrderStatus): boolean {
  return status === 'pending'
}
