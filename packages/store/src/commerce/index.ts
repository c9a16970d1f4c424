export {
  addProducts,
  readCatalogue,
  readProduct,
  readStock,
  seedCatalogue,
} from './catalogue.repo.ts'
export type { CatalogueSeed } from './catalogue.repo.ts'
export { applyTakenCue, closeOffer, readOfferState } from './offers.repo.ts'
export type { OfferChange, TakenCue } from './offers.repo.ts'
export { readOnAir } from './on-air.repo.ts'
export type { OnAir } from './on-air.repo.ts'
export {
  attachPayment,
  countPaymentTry,
  holdOrder,
  listOverdueOrders,
  readOrder,
  readOrderView,
} from './orders.repo.ts'
export type { Order } from './orders.repo.ts'
export { noteDecline, recordIntent, recordPayment, releaseOrder } from './payments.repo.ts'
export type { Payment, PaymentResult } from './payments.repo.ts'
export { bookFee, recordRefund } from './refunds.repo.ts'
export { readSalesState } from './sales.repo.ts'
export { handleOnce } from './webhooks.repo.ts'
