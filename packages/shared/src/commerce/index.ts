export {
  checkoutAnswerSchema,
  checkoutRequestSchema,
  offerStateSchema,
  orderStatusSchema,
  orderTickSchema,
  orderViewSchema,
  productSchema,
  salesStateSchema,
  stockLevelSchema,
} from './commerce.schema.ts'
export type {
  CheckoutAnswer,
  CheckoutRequest,
  OfferState,
  OrderStatus,
  OrderTick,
  OrderView,
  Product,
  SalesState,
  StockLevel,
} from './commerce.schema.ts'
export { decideOffer } from './offer.transitions.ts'
export type { OfferCue, OfferDecision, OpenOffer } from './offer.transitions.ts'
export { canRelease, decidePayment, holdMs } from './order.transitions.ts'
export type { PaymentOutcome } from './order.transitions.ts'
export { cardTariff, estimateFeeMinor, salesTotals } from './sales.totals.ts'
export type { FeeTariff, SaleFacts, SalesTotals } from './sales.totals.ts'
export { holdStock, releaseStock, sellAvailableStock, sellHeldStock } from './stock.transitions.ts'
