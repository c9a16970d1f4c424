import type { Stripe } from 'stripe'

/**
 * An SDK type as it is stored: every expandable field (`string | Charge`) holds the id. Building one
 * checks that each field the SDK promises is there; expansion happens when answering.
 */
export type Unexpanded<T> = {
  [K in keyof T]: string extends T[K] ? Extract<T[K], string | null | undefined> : T[K]
}

export type StoredIntent = Unexpanded<Stripe.PaymentIntent>
export type StoredMethod = Unexpanded<Stripe.PaymentMethod>
export type StoredCharge = Unexpanded<Stripe.Charge>
export type StoredRefund = Unexpanded<Stripe.Refund>
export type StoredCustomer = Unexpanded<Stripe.Customer>
/** `status` follows from `available_on` and the clock: computed when answering. */
export type StoredBalanceTransaction = Omit<Unexpanded<Stripe.BalanceTransaction>, 'status'>
/** `reversals` is a list of other objects: computed when answering. */
export type StoredTransfer = Omit<Unexpanded<Stripe.Transfer>, 'reversals'>
export type StoredReversal = Unexpanded<Stripe.TransferReversal>
export type StoredPayout = Unexpanded<Stripe.Payout>
/** v2 is the stored form of an account; v1's view of it is computed. */
export type StoredAccount = Stripe.V2.Core.Account
export type StoredEvent = Omit<Stripe.EventBase, 'pending_webhooks'>

/** Every kind of object by its name in ids, urls and `object` fields. */
export type StoredObjects = {
  payment_intent: StoredIntent
  payment_method: StoredMethod
  charge: StoredCharge
  refund: StoredRefund
  customer: StoredCustomer
  balance_transaction: StoredBalanceTransaction
  transfer: StoredTransfer
  transfer_reversal: StoredReversal
  payout: StoredPayout
  account: StoredAccount
  event: StoredEvent
}

export type ObjectKind = keyof StoredObjects

/** The platform's own objects; a connected account's carry its `acct_` id instead. */
export const PLATFORM = ''
