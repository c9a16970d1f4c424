import { book } from '../balance/balance-transactions.ts'
import { newId } from '../ids.ts'
import type { StoredCharge, StoredRefund, StoredTransfer } from '../wire/objects.types.ts'
import { nowSeconds, type World } from '../world.ts'

export type Arrival = {
  account: string
  amountMinor: number
  currency: string
  transferId: string
  /** Unix seconds from which the connected account may use it. */
  availableOn: number
}

/** The other end of a transfer: a `py_` payment in the connected account, without a fee. */
export function destinationPayment(world: World, arrival: Arrival): StoredCharge {
  const id = newId('py')
  const line = book(world, {
    type: 'payment',
    account: arrival.account,
    amountMinor: arrival.amountMinor,
    currency: arrival.currency,
    source: id,
    availableOn: arrival.availableOn,
  })
  const payment: StoredCharge = {
    id,
    object: 'charge',
    amount: arrival.amountMinor,
    amount_captured: arrival.amountMinor,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: line.id,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: true,
    created: nowSeconds(world),
    currency: arrival.currency,
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: null,
    payment_method: null,
    payment_method_details: { type: 'stripe_account' },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: arrival.transferId,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_data: null,
    transfer_group: null,
  }
  world.objects.insert('charge', arrival.account, payment)
  return payment
}

/** A reversal takes the money back from there as a refund of the `py_` payment; returns its id. */
export function refundDestinationPayment(
  world: World,
  transfer: StoredTransfer,
  amountMinor: number,
  availableOn: number,
): string {
  const account = transfer.destination ?? ''
  const id = newId('pyr')
  const line = book(world, {
    type: 'payment_refund',
    account,
    amountMinor: -amountMinor,
    currency: transfer.currency,
    source: id,
    availableOn,
  })
  const refund: StoredRefund = {
    id,
    object: 'refund',
    amount: amountMinor,
    balance_transaction: line.id,
    charge: transfer.destination_payment ?? null,
    created: nowSeconds(world),
    currency: transfer.currency,
    customer: null,
    customer_account: null,
    metadata: {},
    payment_intent: null,
    payment_method: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  }
  world.objects.insert('refund', account, refund)
  const payment = world.objects.get('charge', account, transfer.destination_payment ?? '')
  if (payment) {
    const refundedMinor = payment.amount_refunded + amountMinor
    world.objects.save('charge', {
      ...payment,
      amount_refunded: refundedMinor,
      refunded: refundedMinor === payment.amount,
    })
  }
  return id
}
