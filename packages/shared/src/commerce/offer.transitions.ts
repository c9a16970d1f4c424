import type { Currency } from '../kernel/index.ts'

/** What the sale needs to know of a cue; a cue of the run of show is one. */
export type OfferCue = {
  id: string
  /** `settle` closes the sale; any other type may carry a product. */
  type: string
  title: string
  productId: string | null
  priceMinor: number | null
}

export type OpenOffer = {
  offerId: string
  cueId: string
  productId: string
  priceMinor: number
  currency: Currency
}

export type OfferDecision =
  | { kind: 'keep' }
  | { kind: 'open'; productId: string; priceMinor: number }
  | { kind: 'close'; reason: 'settle' }

/**
 * What taking a cue does to the pinned offer (CO1, CO2): a cue with a product and a price pins its own, a
 * settle cue closes the sale, any other cue leaves what is pinned on sale.
 */
export function decideOffer(open: OpenOffer | null, cue: OfferCue): OfferDecision {
  if (cue.type === 'settle') return open ? { kind: 'close', reason: 'settle' } : { kind: 'keep' }
  if (cue.productId === null || cue.priceMinor === null || cue.priceMinor <= 0) {
    return { kind: 'keep' }
  }
  const same =
    open?.cueId === cue.id && open.productId === cue.productId && open.priceMinor === cue.priceMinor
  return same
    ? { kind: 'keep' }
    : { kind: 'open', productId: cue.productId, priceMinor: cue.priceMinor }
}
