import { salesTotals, type SalesState } from '@stallcast/shared/commerce'
import { sql } from 'kysely'
import { readShow } from '../crew/index.ts'
import type { Executor } from '../database.ts'
import { tickOf } from './order-rows.repo.ts'

const recentOrders = 30

/** State domain `sales`: totals over everything paid, and the latest orders (CO10). */
export async function readSalesState(database: Executor, showId: string): Promise<SalesState> {
  const { currency } = await readShow(database, showId)
  const facts = await database
    .selectFrom('orders')
    .where('show_id', '=', showId)
    .where('paid_at_ms', 'is not', null)
    .groupBy('returned')
    .select([
      'returned',
      sql<number>`count(*)`.as('orders'),
      sql<number>`sum(quantity)::bigint`.as('quantity'),
      sql<number>`sum(total_minor)::bigint`.as('totalMinor'),
      sql<number>`sum(fee_minor)::bigint`.as('feeMinor'),
      sql<number>`sum(refunded_minor)::bigint`.as('refundedMinor'),
    ])
    .execute()
  const recent = await database
    .selectFrom('orders')
    .selectAll()
    .where('show_id', '=', showId)
    .where('paid_at_ms', 'is not', null)
    .where('returned', '=', false)
    .orderBy('paid_at_ms', 'desc')
    .orderBy('id')
    .limit(recentOrders)
    .execute()
  return { ...salesTotals(currency, facts), recent: recent.map(tickOf) }
}
