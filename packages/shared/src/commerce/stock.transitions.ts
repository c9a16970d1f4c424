import { DomainError, invariant } from '../kernel/index.ts'
import type { StockLevel } from './commerce.schema.ts'

/** Takes units off sale while a payment is awaited (CO3). @throws DomainError `stock.short` */
export function holdStock(level: StockLevel, quantity: number): StockLevel {
  demandUnits(quantity)
  if (level.available < quantity) throw new DomainError('stock.short', { left: level.available })
  return { ...level, available: level.available - quantity, held: level.held + quantity }
}

/** The payment came: what was held is sold (CO4). */
export function sellHeldStock(level: StockLevel, quantity: number): StockLevel {
  demandUnits(quantity)
  invariant(level.held >= quantity, `sold ${quantity} of ${level.held} held`)
  return { ...level, held: level.held - quantity, sold: level.sold + quantity }
}

/** The payment did not come: what was held is on sale again (CO5). */
export function releaseStock(level: StockLevel, quantity: number): StockLevel {
  demandUnits(quantity)
  invariant(level.held >= quantity, `released ${quantity} of ${level.held} held`)
  return { ...level, held: level.held - quantity, available: level.available + quantity }
}

/** A payment after its hold was given up takes units straight from the shelf (CO8). @throws DomainError `stock.short` */
export function sellAvailableStock(level: StockLevel, quantity: number): StockLevel {
  return sellHeldStock(holdStock(level, quantity), quantity)
}

function demandUnits(quantity: number): void {
  invariant(Number.isSafeInteger(quantity) && quantity > 0, `not a quantity: ${quantity}`)
}
