import type { OrderStatus } from '@stallcast/shared/commerce'
import type { Generated } from 'kysely'

export interface CommerceTables {
  products: {
    id: string
    show_id: string
    sku: string
    title: string
    subtitle: Generated<string>
    image_url: Generated<string>
    currency: string
    price_minor: number
  }
  stock: {
    show_id: string
    product_id: string
    available: number
    held: Generated<number>
    sold: Generated<number>
  }
  offers: {
    id: string
    show_id: string
    cue_id: string
    product_id: string
    price_minor: number
    currency: string
    opened_seq: number
    opened_at_ms: number
    closed_at_ms: number | null
  }
  sale_heads: { show_id: string; seq: Generated<number> }
  orders: OrdersTable
  webhook_events: { id: string; type: string; received_at: Generated<Date> }
}

interface OrdersTable {
  id: string
  show_id: string
  attempt_id: string
  offer_id: string
  product_id: string
  product_title: string
  quantity: number
  total_minor: number
  currency: string
  buyer_name: string
  buyer_email: string
  status: OrderStatus
  /** Why it failed, was paid back or the last card was declined, in words for the buyer. */
  reason: string | null
  cue_id: string | null
  cue_title: string | null
  source_id: string | null
  source_label: string | null
  /** Counts the PaymentIntents asked for: part of the idempotency key. */
  payment_tries: Generated<number>
  payment_intent_id: string | null
  client_secret: string | null
  charge_id: string | null
  fee_minor: Generated<number>
  fee_estimated: Generated<boolean>
  refunded_minor: Generated<number>
  returned: Generated<boolean>
  held_at_ms: number
  hold_ends_at_ms: number
  paid_at_ms: number | null
}
