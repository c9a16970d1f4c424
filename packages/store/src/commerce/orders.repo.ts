import { randomUUID } from 'node:crypto'
import {
  holdMs,
  holdStock,
  type CheckoutRequest,
  type OrderStatus,
  type OrderView,
} from '@stallcast/shared/commerce'
import { systemActor } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import { sql, type Selectable } from 'kysely'
import type { Database, Executor, Tables } from '../database.ts'
import { appendEvents } from '../rundown/index.ts'
import { changeStock } from './catalogue.repo.ts'
import { readOnAir } from './on-air.repo.ts'

export type OrderRow = Selectable<Tables['orders']>

/** An order as the checkout and the worker need it. */
export type Order = {
  orderId: string
  showId: string
  attemptId: string
  status: OrderStatus
  /** Of a pending order: why its last card was declined. */
  reason: string | null
  quantity: number
  totalMinor: number
  currency: string
  productTitle: string
  buyerEmail: string
  paymentTries: number
  paymentIntentId: string | null
  clientSecret: string | null
  chargeId: string | null
  holdEndsAtMs: number
}

/**
 * Holds stock and writes the order, or finds the one that this attempt has made already (CO3, CO7, CO12). An
 * order that has ended gives way to a new one.
 * @throws DomainError `offer.unknown`, `offer.closed`, `stock.short`
 */
export async function holdOrder(
  database: Database,
  showId: string,
  request: CheckoutRequest,
  nowMs: number,
): Promise<Order> {
  return database.transaction().execute(async (trx) => {
    // Two presses of one attempt wait here for each other; the second finds the first's order.
    await sql`select pg_advisory_xact_lock(hashtextextended(${request.attemptId}, 0))`.execute(trx)
    const known = await trx
      .selectFrom('orders')
      .selectAll()
      .where('attempt_id', '=', request.attemptId)
      .executeTakeFirst()
    if (known && (known.show_id !== showId || known.offer_id !== request.offerId)) {
      throw new DomainError('order.unknown')
    }
    if (known?.status === 'pending' || known?.status === 'paid') return toOrder(known)
    // Its order has ended, and its PaymentIntent with it: who presses again wants a new one.
    if (known) await forgetAttempt(trx, known.id)
    const offer = await lockOpenOffer(trx, showId, request.offerId)
    await changeStock(trx, { showId, productId: offer.product_id }, (level) =>
      holdStock(level, request.quantity),
    )
    const onAir = await readOnAir(trx, showId)
    const row = await trx
      .insertInto('orders')
      .values({
        id: randomUUID(),
        show_id: showId,
        attempt_id: request.attemptId,
        offer_id: offer.id,
        product_id: offer.product_id,
        product_title: offer.title,
        quantity: request.quantity,
        total_minor: offer.price_minor * request.quantity,
        currency: offer.currency,
        buyer_name: request.buyerName,
        buyer_email: request.buyerEmail,
        status: 'pending',
        cue_id: onAir.cueId,
        cue_title: onAir.cueTitle,
        source_id: onAir.sourceId,
        source_label: onAir.sourceLabel,
        held_at_ms: nowMs,
        hold_ends_at_ms: nowMs + holdMs,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await appendEvents(trx, {
      showId,
      domain: 'sales',
      atMs: nowMs,
      actor: systemActor,
      events: [
        {
          type: 'orderHeld',
          data: {
            orderId: row.id,
            productId: row.product_id,
            productTitle: row.product_title,
            quantity: row.quantity,
          },
        },
      ],
    })
    return toOrder(row)
  })
}

async function forgetAttempt(trx: Executor, orderId: string): Promise<void> {
  await trx
    .updateTable('orders')
    .set({ attempt_id: randomUUID() })
    .where('id', '=', orderId)
    .execute()
}

/** The shared lock keeps the offer open until commit without making buyers wait for each other. */
async function lockOpenOffer(trx: Executor, showId: string, offerId: string) {
  const offer = await trx
    .selectFrom('offers as o')
    .innerJoin('products as p', 'p.id', 'o.product_id')
    .select(['o.id', 'o.product_id', 'o.price_minor', 'o.currency', 'o.closed_at_ms', 'p.title'])
    .where('o.id', '=', offerId)
    .where('o.show_id', '=', showId)
    .forShare('o')
    .executeTakeFirst()
  if (!offer) throw new DomainError('offer.unknown')
  if (offer.closed_at_ms !== null) throw new DomainError('offer.closed')
  return offer
}

/** Remembers the PaymentIntent that was made for an order. */
export async function attachPayment(
  database: Executor,
  orderId: string,
  payment: { paymentIntentId: string; clientSecret: string },
): Promise<void> {
  await database
    .updateTable('orders')
    .set({
      payment_intent_id: payment.paymentIntentId,
      client_secret: payment.clientSecret,
    })
    .where('id', '=', orderId)
    .execute()
}

/**
 * The PaymentIntent could not be made: the next try uses a new key. Harmless even if it was made, because
 * nobody has its client secret, so nobody can pay it.
 */
export async function countPaymentTry(database: Executor, orderId: string): Promise<void> {
  await database
    .updateTable('orders')
    .set((eb) => ({ payment_tries: eb('payment_tries', '+', 1) }))
    .where('id', '=', orderId)
    .execute()
}

/** @throws DomainError `order.unknown` */
export async function readOrder(database: Executor, orderId: string): Promise<Order> {
  const row = await database
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', orderId)
    .executeTakeFirst()
  if (!row) throw new DomainError('order.unknown')
  return toOrder(row)
}

/** For the buyer: the order's random id is the proof (CO14). @throws DomainError `order.unknown` */
export async function readOrderView(
  database: Executor,
  find: { showId: string; orderId: string },
): Promise<OrderView> {
  const row = await database
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', find.orderId)
    .where('show_id', '=', find.showId)
    .executeTakeFirst()
  if (!row) throw new DomainError('order.unknown')
  return {
    orderId: row.id,
    status: row.status,
    productTitle: row.product_title,
    quantity: row.quantity,
    totalMinor: row.total_minor,
    currency: row.currency,
    reason: row.reason,
  }
}

/** Orders whose hold has run out: what the sweep looks at when a job was lost. */
export async function listOverdueOrders(
  database: Executor,
  endedBeforeMs: number,
  limit = 100,
): Promise<string[]> {
  const rows = await database
    .selectFrom('orders')
    .select('id')
    .where('status', '=', 'pending')
    .where('hold_ends_at_ms', '<', endedBeforeMs)
    .orderBy('hold_ends_at_ms')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export function toOrder(row: OrderRow): Order {
  return {
    orderId: row.id,
    showId: row.show_id,
    attemptId: row.attempt_id,
    status: row.status,
    reason: row.reason,
    quantity: row.quantity,
    totalMinor: row.total_minor,
    currency: row.currency,
    productTitle: row.product_title,
    buyerEmail: row.buyer_email,
    paymentTries: row.payment_tries,
    paymentIntentId: row.payment_intent_id,
    clientSecret: row.client_secret,
    chargeId: row.charge_id,
    holdEndsAtMs: row.hold_ends_at_ms,
  }
}
