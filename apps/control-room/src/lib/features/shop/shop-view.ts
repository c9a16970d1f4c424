import { formatMoney } from '@stallcast/shared/kernel'
import type { OfferState } from '@stallcast/shared/commerce'
import { cueRemainingMs, type ClockState } from '@stallcast/shared/rundown'

export type Offer = NonNullable<OfferState>

/** What the page has to say, in one word; every one has its own design. */
export type ShopScene =
  'not-started' | 'between' | 'on-sale' | 'reserved' | 'sold-out' | 'sale-closed' | 'ended'

/** `reserved`: nothing is left, but some is held by others who may not pay. */
export function shopScene(clock: ClockState | null, offer: OfferState): ShopScene {
  if (offer && offer.closedAtMs === null) {
    if (offer.stock.available > 0) return 'on-sale'
    return offer.stock.held > 0 ? 'reserved' : 'sold-out'
  }
  if (clock?.phase === 'ended') return 'ended'
  if (offer) return 'sale-closed'
  return !clock || clock.phase === 'idle' ? 'not-started' : 'between'
}

/** `€24`, `€24.50`: a round price is written without its cents. */
export function shortPrice(amountMinor: number, currency: string): string {
  return formatMoney(amountMinor, currency).replace(/[.,]00(?=\D*$)/, '')
}

/** `17 left`; many are not counted out, for it says nothing. */
export function stockText(offer: Offer): string {
  const { available, held } = offer.stock
  if (available > 50) return 'In stock'
  if (available > 0) return `${available} left`
  return held > 0 ? 'All in other baskets' : 'Sold out'
}

/** Few enough that it matters. */
export function isLow(offer: Offer): boolean {
  return offer.stock.available > 0 && offer.stock.available <= 5
}

/** Time the product is still on the screen: null when another cue is on, or time has run out. */
export function onShowMs(clock: ClockState | null, offer: Offer, nowMs: number): number | null {
  if (!clock || clock.phase === 'ended' || clock.cue?.id !== offer.cueId) return null
  const remaining = cueRemainingMs(clock, nowMs)
  return remaining !== null && remaining > 0 ? remaining : null
}

/** The most a shopper may take: what is left, and no more than one order allows. */
export function maxQuantity(offer: Offer): number {
  return Math.max(1, Math.min(20, offer.stock.available))
}

/** `46DF7B06`: the part of the id that people read out; unique enough within a show. */
export function orderNumber(orderId: string): string {
  return (orderId.split('-')[0] ?? orderId).toUpperCase()
}
