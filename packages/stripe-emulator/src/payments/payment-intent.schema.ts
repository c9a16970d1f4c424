import { z } from 'zod'
import { amount, bool, currency, expand, metadata, pagination } from '../wire/params.ts'
import { methodDataSchema } from './payment-methods.ts'

const url = z
  .string()
  .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), 'Not a valid URL')

const address = z
  .strictObject({
    city: z.string(),
    country: z.string(),
    line1: z.string(),
    line2: z.string(),
    postal_code: z.string(),
    state: z.string(),
  })
  .partial()

const shipping = z.strictObject({
  address,
  name: z.string(),
  carrier: z.string().optional(),
  phone: z.string().optional(),
  tracking_number: z.string().optional(),
})

/** What may be changed until the payment has been made. */
const details = {
  customer: z.string().optional(),
  description: z.string().max(1000).optional(),
  metadata: metadata.optional(),
  payment_method: z.string().optional(),
  payment_method_data: methodDataSchema.optional(),
  receipt_email: z.string().optional(),
  setup_future_usage: z.enum(['on_session', 'off_session']).optional(),
  shipping: shipping.optional(),
  statement_descriptor: z.string().max(22).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
  transfer_group: z.string().max(200).optional(),
  expand,
}

export const createSchema = z.strictObject({
  ...details,
  amount,
  currency,
  automatic_payment_methods: z
    .strictObject({ enabled: bool, allow_redirects: z.enum(['always', 'never']).optional() })
    .optional(),
  capture_method: z.enum(['automatic', 'automatic_async']).optional(),
  confirm: bool.optional(),
  off_session: bool.optional(),
  return_url: url.optional(),
})
export type CreateParams = z.infer<typeof createSchema>

export const updateSchema = z.strictObject({
  ...details,
  amount: amount.optional(),
  currency: currency.optional(),
})
export type DetailParams = z.infer<typeof updateSchema>

export const confirmSchema = z.strictObject({
  payment_method: z.string().optional(),
  payment_method_data: methodDataSchema.optional(),
  off_session: bool.optional(),
  receipt_email: z.string().optional(),
  return_url: url.optional(),
  setup_future_usage: z.enum(['on_session', 'off_session']).optional(),
  shipping: shipping.optional(),
  // Stripe.js sends these along; they say nothing that this emulator needs.
  client_secret: z.string().optional(),
  expected_payment_method_type: z.string().optional(),
  use_stripe_sdk: bool.optional(),
  expand,
})
export type ConfirmParams = z.infer<typeof confirmSchema>

export const cancelSchema = z.strictObject({
  cancellation_reason: z
    .enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'])
    .optional(),
  expand,
})

export const retrieveSchema = z.strictObject({ client_secret: z.string().optional(), expand })

export const listSchema = z.strictObject({ ...pagination, customer: z.string().optional() })
