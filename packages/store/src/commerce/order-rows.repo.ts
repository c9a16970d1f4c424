import type { OrderTick } from '@stallcast/shared/commerce'
import { systemActor } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { Executor } from '../database.ts'
import { appendEvents } from '../rundown/index.ts'
import type { OrderRow } from './orders.repo.ts'

/** The line of the crew's ticker. */
export function tickOf(row: OrderRow): OrderTick {
  return {
    orderId: row.id,
    paidAtMs: row.paid_at_ms ?? row.held_at_ms,
    quantity: row.quantity,
    productTitle: row.product_title,
    totalMinor: row.total_minor,
    currency: row.currency,
    buyer: row.buyer_name,
    cueId: row.cue_id,
    cueTitle: row.cue_title,
    sourceId: row.source_id,
    sourceLabel: row.source_label,
  }
}

/** @throws DomainError `order.unknown` */
export async function lockOrder(trx: Executor, orderId: string): Promise<OrderRow> {
  const order = await trx
    .selectFrom('orders')
    .selectAll()
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst()
  if (!order) throw new DomainError('order.unknown')
  return order
}

/** Tells the log of the sale; the system is the actor, since buyers hold no seat. */
export async function appendSales(
  trx: Executor,
  showId: string,
  atMs: number,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  await appendEvents(trx, {
    showId,
    domain: 'sales',
    atMs,
    actor: systemActor,
    events: [{ type, data }],
  })
}
