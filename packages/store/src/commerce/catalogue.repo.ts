import type { Product, StockLevel } from '@stallcast/shared/commerce'
import { DomainError } from '@stallcast/shared/kernel'
import type { Database, Executor } from '../database.ts'

export type CatalogueSeed = Product & {
  /** Units on the shelf when the show starts. */
  units: number
}

/** Writes a show's catalogue. What is there already keeps its stock; titles, prices and pictures are brought up to date. */
export async function seedCatalogue(
  database: Database,
  showId: string,
  products: readonly CatalogueSeed[],
): Promise<void> {
  await database.transaction().execute((trx) => addProducts(trx, showId, products))
}

/** The same inside a transaction that is running already. */
export async function addProducts(
  trx: Executor,
  showId: string,
  products: readonly CatalogueSeed[],
): Promise<void> {
  for (const product of products) {
    const facts = {
      sku: product.sku,
      title: product.title,
      subtitle: product.subtitle,
      image_url: product.imageUrl,
      currency: product.currency,
      price_minor: product.priceMinor,
    }
    await trx
      .insertInto('products')
      .values({ id: product.id, show_id: showId, ...facts })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(facts))
      .execute()
    await trx
      .insertInto('stock')
      .values({ show_id: showId, product_id: product.id, available: product.units })
      .onConflict((conflict) => conflict.columns(['show_id', 'product_id']).doNothing())
      .execute()
  }
}

/** The catalogue of a show with what is left of each, by title. */
export async function readCatalogue(
  database: Executor,
  showId: string,
): Promise<(Product & { stock: StockLevel })[]> {
  const rows = await database
    .selectFrom('products as p')
    .innerJoin('stock as s', (join) =>
      join.onRef('s.product_id', '=', 'p.id').onRef('s.show_id', '=', 'p.show_id'),
    )
    .where('p.show_id', '=', showId)
    .orderBy('p.title')
    .selectAll('p')
    .select(['s.available', 's.held', 's.sold'])
    .execute()
  return rows.map((row) => ({
    ...toProduct(row),
    stock: { available: row.available, held: row.held, sold: row.sold },
  }))
}

/** @throws DomainError `product.unknown` */
export async function readProduct(
  database: Executor,
  showId: string,
  productId: string,
): Promise<Product> {
  const row = await database
    .selectFrom('products')
    .selectAll()
    .where('id', '=', productId)
    .where('show_id', '=', showId)
    .executeTakeFirst()
  if (!row) throw new DomainError('product.unknown')
  return toProduct(row)
}

type Shelf = { showId: string; productId: string }

/**
 * Changes a product's stock by a decision, under its row's lock.
 * @throws what the decision throws; nothing is changed then
 */
export async function changeStock(
  trx: Executor,
  shelf: Shelf,
  decide: (level: StockLevel) => StockLevel,
): Promise<void> {
  const level = await trx
    .selectFrom('stock')
    .select(['available', 'held', 'sold'])
    .where('show_id', '=', shelf.showId)
    .where('product_id', '=', shelf.productId)
    .forUpdate()
    .executeTakeFirst()
  if (!level) throw new DomainError('product.unknown')
  await trx
    .updateTable('stock')
    .set(decide(level))
    .where('show_id', '=', shelf.showId)
    .where('product_id', '=', shelf.productId)
    .execute()
}

export async function readStock(database: Executor, shelf: Shelf): Promise<StockLevel> {
  const level = await database
    .selectFrom('stock')
    .select(['available', 'held', 'sold'])
    .where('show_id', '=', shelf.showId)
    .where('product_id', '=', shelf.productId)
    .executeTakeFirst()
  return level ?? { available: 0, held: 0, sold: 0 }
}

type ProductRow = {
  id: string
  sku: string
  title: string
  subtitle: string
  image_url: string
  currency: string
  price_minor: number
}

function toProduct(row: ProductRow): Product {
  return {
    id: row.id,
    sku: row.sku,
    title: row.title,
    subtitle: row.subtitle,
    imageUrl: row.image_url,
    currency: row.currency,
    priceMinor: row.price_minor,
  }
}
