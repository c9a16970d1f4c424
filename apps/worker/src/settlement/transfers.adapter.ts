import type { Stripe } from '@stallcast/payments'
import type { TransferOrder } from '@stallcast/store/settlement'

/** What settlement asks of the payment service. Both throw its errors. */
export type Transfers = {
  /** The transfer that an earlier call has made for this line, if there is one. */
  find(order: TransferOrder): Promise<string | null>
  create(order: TransferOrder, destination: string, idempotencyKey: string): Promise<string>
}

/** The line's id in the metadata is what ties a transfer to it, also after Stripe has forgotten the key. */
export function stripeTransfers(stripe: Stripe): Transfers {
  return {
    async find(order) {
      const made = stripe.transfers.list({ transfer_group: order.showId, limit: 100 })
      for await (const transfer of made) {
        if (transfer.metadata['lineId'] === order.lineId) return transfer.id
      }
      return null
    },
    async create(order, destination, idempotencyKey) {
      const transfer = await stripe.transfers.create(
        {
          amount: order.amountMinor,
          currency: order.currency.toLowerCase(),
          destination,
          transfer_group: order.showId,
          metadata: {
            lineId: order.lineId,
            statementId: order.statementId,
            revision: String(order.revision),
            party: order.partyId,
          },
        },
        { idempotencyKey },
      )
      return transfer.id
    },
  }
}
