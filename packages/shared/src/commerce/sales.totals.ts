import { invariant, type Currency } from '../kernel/index.ts'

export type FeeTariff = { basisPoints: number; fixedMinor: number }

/** What Stripe charges for a European card; stands in until the real fee of a charge is known (CO11). */
export const cardTariff: FeeTariff = { basisPoints: 150, fixedMinor: 25 }

/** Rounded half up, never more than the amount itself. */
export function estimateFeeMinor(amountMinor: number, tariff: FeeTariff = cardTariff): number {
  invariant(Number.isSafeInteger(amountMinor) && amountMinor >= 0, `not a price: ${amountMinor}`)
  if (amountMinor === 0) return 0
  const share = Math.floor((amountMinor * tariff.basisPoints + 5_000) / 10_000)
  return Math.min(amountMinor, share + tariff.fixedMinor)
}

/** One paid order, or several of a kind added up. */
export type SaleFacts = {
  orders: number
  quantity: number
  totalMinor: number
  feeMinor: number
  refundedMinor: number
  /** Paid after the stock was gone, so paid back in full: no sale, but its fee is a cost (CO9). */
  returned: boolean
}

export type SalesTotals = {
  currency: Currency
  orders: number
  units: number
  grossMinor: number
  feesMinor: number
  refundsMinor: number
  netMinor: number
}

/** gross − fees − refunds = net, over every order that was ever paid (CO10). */
export function salesTotals(currency: Currency, sales: Iterable<SaleFacts>): SalesTotals {
  const totals = { orders: 0, units: 0, grossMinor: 0, feesMinor: 0, refundsMinor: 0 }
  for (const sale of sales) {
    totals.feesMinor += sale.feeMinor
    if (sale.returned) continue
    totals.orders += sale.orders
    totals.units += sale.quantity
    totals.grossMinor += sale.totalMinor
    totals.refundsMinor += sale.refundedMinor
  }
  return {
    currency,
    ...totals,
    netMinor: totals.grossMinor - totals.feesMinor - totals.refundsMinor,
  }
}
