import { randomUUID } from 'node:crypto'
import type { Actor } from '@stallcast/shared/crew'
import { decideOffer, type OfferCue, type OfferState } from '@stallcast/shared/commerce'
import { DomainError } from '@stallcast/shared/kernel'
import { sql } from 'kysely'
import type { Database, Executor } from '../database.ts'
import { appendEvents } from '../rundown/index.ts'
import { readProduct, readStock } from './catalogue.repo.ts'

export type TakenCue = { showId: string; seq: number; atMs: number; actor: Actor; cue: OfferCue }
export type OfferChange = 'opened' | 'closed' | 'kept'

/**
 * Pins or closes the offer that a taken cue asks for (CO1, CO2). Events count once and in order: one that
 * comes again, or after a later one, changes nothing.
 * @throws DomainError `product.unknown` when the cue names a product the show does not have
 */
export async function applyTakenCue(database: Database, taken: TakenCue): Promise<OfferChange> {
  return database.transaction().execute(async (trx) => {
    if (!(await advance(trx, taken.showId, taken.seq))) return 'kept'
    const open = await readOpen(trx, taken.showId)
    const decision = decideOffer(open, taken.cue)
    if (decision.kind === 'keep') return 'kept'
    if (open) await close(trx, taken, open, decision.kind === 'open' ? 'replaced' : 'settle')
    if (decision.kind === 'close') return 'closed'

    const product = await readProduct(trx, taken.showId, decision.productId)
    const offerId = randomUUID()
    await trx
      .insertInto('offers')
      .values({
        id: offerId,
        show_id: taken.showId,
        cue_id: taken.cue.id,
        product_id: product.id,
        price_minor: decision.priceMinor,
        currency: product.currency,
        opened_seq: taken.seq,
        opened_at_ms: taken.atMs,
      })
      .execute()
    await append(trx, taken, 'offerOpened', {
      offerId,
      cueId: taken.cue.id,
      productId: product.id,
      productTitle: product.title,
      priceMinor: decision.priceMinor,
      currency: product.currency,
    })
    return 'opened'
  })
}

/** Closes what is pinned by hand. @throws DomainError `offer.unknown` when nothing is */
export async function closeOffer(
  database: Database,
  by: { showId: string; atMs: number; actor: Actor },
): Promise<void> {
  await database.transaction().execute(async (trx) => {
    await advance(trx, by.showId, 0)
    const open = await readOpen(trx, by.showId)
    if (!open) throw new DomainError('offer.unknown')
    await close(trx, by, open, 'closed')
  })
}

/** State domain `offer`: what is pinned now with its live stock, or null. */
export async function readOfferState(database: Executor, showId: string): Promise<OfferState> {
  const open = await readOpen(database, showId)
  if (!open) return null
  return {
    offerId: open.offerId,
    cueId: open.cueId,
    product: await readProduct(database, showId, open.productId),
    priceMinor: open.priceMinor,
    currency: open.currency,
    stock: await readStock(database, { showId, productId: open.productId }),
    openedAtMs: open.openedAtMs,
    closedAtMs: null,
  }
}

/** Locks the sale of a show and moves its head on; false when this event was seen. `seq` 0 only locks. */
async function advance(trx: Executor, showId: string, seq: number): Promise<boolean> {
  const head = await trx
    .insertInto('sale_heads')
    .values({ show_id: showId, seq })
    .onConflict((conflict) =>
      conflict
        .column('show_id')
        .doUpdateSet({ seq: sql`greatest(sale_heads.seq, excluded.seq)` })
        .where((eb) =>
          eb.or([eb('sale_heads.seq', '<', eb.ref('excluded.seq')), eb.val(seq === 0)]),
        ),
    )
    .returning('seq')
    .executeTakeFirst()
  return head !== undefined
}

async function readOpen(database: Executor, showId: string) {
  return (
    (await database
      .selectFrom('offers')
      .select([
        'id as offerId',
        'cue_id as cueId',
        'product_id as productId',
        'price_minor as priceMinor',
        'currency',
        'opened_at_ms as openedAtMs',
      ])
      .where('show_id', '=', showId)
      .where('closed_at_ms', 'is', null)
      .executeTakeFirst()) ?? null
  )
}

type By = { showId: string; atMs: number; actor: Actor }

async function close(
  trx: Executor,
  by: By,
  open: { offerId: string; productId: string },
  reason: 'replaced' | 'settle' | 'closed',
): Promise<void> {
  await trx
    .updateTable('offers')
    .set({ closed_at_ms: by.atMs })
    .where('id', '=', open.offerId)
    .execute()
  await append(trx, by, 'offerClosed', {
    offerId: open.offerId,
    productId: open.productId,
    reason,
  })
}

async function append(
  trx: Executor,
  by: By,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  await appendEvents(trx, {
    showId: by.showId,
    domain: 'offer',
    atMs: by.atMs,
    actor: by.actor,
    events: [{ type, data }],
  })
}
