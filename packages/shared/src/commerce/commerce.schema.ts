import { z } from 'zod'

const minor = z.number().int()

export const productSchema = z.object({
  id: z.string(),
  sku: z.string(),
  title: z.string(),
  subtitle: z.string(),
  imageUrl: z.string(),
  currency: z.string().length(3),
  /** The list price: struck through when an offer is lower. */
  priceMinor: minor.min(0),
})
export type Product = z.infer<typeof productSchema>

/** `available` is what can still be bought; `held` waits for a payment; `sold` is paid. */
export const stockLevelSchema = z.object({
  available: z.number().int().min(0),
  held: z.number().int().min(0),
  sold: z.number().int().min(0),
})
export type StockLevel = z.infer<typeof stockLevelSchema>

/** State domain `offer`: what is pinned on the show page, or null. */
export const offerStateSchema = z
  .object({
    offerId: z.string(),
    cueId: z.string(),
    product: productSchema,
    priceMinor: minor.min(0),
    currency: z.string().length(3),
    stock: stockLevelSchema,
    openedAtMs: z.number().int(),
    closedAtMs: z.number().int().nullable(),
  })
  .nullable()
export type OfferState = z.infer<typeof offerStateSchema>

/** One order as the crew's ticker and the timeline show it. */
export const orderTickSchema = z.object({
  orderId: z.string(),
  paidAtMs: z.number().int(),
  quantity: z.number().int().min(1),
  productTitle: z.string(),
  totalMinor: minor,
  currency: z.string().length(3),
  buyer: z.string(),
  /** What was on air when the buyer pressed buy. */
  cueId: z.string().nullable(),
  cueTitle: z.string().nullable(),
  sourceId: z.string().nullable(),
  sourceLabel: z.string().nullable(),
})
export type OrderTick = z.infer<typeof orderTickSchema>

/** State domain `sales`: totals and the latest orders, newest first. */
export const salesStateSchema = z.object({
  currency: z.string().length(3),
  orders: z.number().int().min(0),
  units: z.number().int().min(0),
  grossMinor: minor,
  feesMinor: minor,
  refundsMinor: minor,
  /** gross − fees − refunds: what the split is made of. */
  netMinor: minor,
  recent: z.array(orderTickSchema),
})
export type SalesState = z.infer<typeof salesStateSchema>

export const checkoutRequestSchema = z.object({
  offerId: z.string().min(1).max(64),
  quantity: z.number().int().min(1).max(20),
  buyerName: z.string().trim().min(1).max(80),
  buyerEmail: z.email().max(200),
  /** Chosen by the page once per attempt: pressing twice makes one order. */
  attemptId: z.uuid(),
})
export type CheckoutRequest = z.infer<typeof checkoutRequestSchema>

export const checkoutAnswerSchema = z.object({
  orderId: z.string(),
  clientSecret: z.string(),
  publishableKey: z.string(),
  /** True: the bundled emulator's own card form; false: Stripe's Payment Element. */
  emulated: z.boolean(),
  totalMinor: minor,
  currency: z.string().length(3),
  /** When the held stock goes back on sale. */
  holdEndsAtMs: z.number().int(),
})
export type CheckoutAnswer = z.infer<typeof checkoutAnswerSchema>

export const orderStatusSchema = z.enum(['pending', 'paid', 'failed', 'expired', 'refunded'])
export type OrderStatus = z.infer<typeof orderStatusSchema>

/** Read at `/s/{slug}/orders/{orderId}` by who knows the order's random id (CO14): it names no person. */
export const orderViewSchema = z.object({
  orderId: z.string(),
  status: orderStatusSchema,
  productTitle: z.string(),
  quantity: z.number().int(),
  totalMinor: minor,
  currency: z.string(),
  /** Why it failed, was paid back or (while pending) the last card was declined; null: nothing to say. */
  reason: z.string().nullable(),
})
export type OrderView = z.infer<typeof orderViewSchema>
