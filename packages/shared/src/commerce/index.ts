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
