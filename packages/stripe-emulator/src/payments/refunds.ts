import { z } from 'zod'
import { book } from '../balance/balance-transactions.ts'
import { emit } from '../events/events.ts'
import { newId } from '../ids.ts'
import { invalidRequest, refused } from '../wire/api-error.ts'
import type { Answer, Call } from '../wire/call.ts'
import { listAnswer } from '../wire/lists.ts'
import type { StoredCharge, StoredRefund } from '../wire/objects.types.ts'
import { amount, expand, mergeMetadata, metadata, pagination, parseParams } from '../wire/params.ts'
import { answer, required } from '../wire/retrieve.ts'
import { nowSeconds } from '../world.ts'

const createSchema = z.strictObject({
  amount: amount.optional(),
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadata.optional(),
  expand,
})

/** Gives money back to the card. Stripe keeps its fee; transfers made from the charge stay as they are. */
export function createRefund(call: Call): Answer {
  const params = parseParams(createSchema, call.params)
  const charge = chargeToRefund(call, params)
  const left = charge.amount_captured - charge.amount_refunded
  if (left === 0) {
    throw refused(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  }
  const amountMinor = params.amount ?? left
  if (amountMinor > left) {
    throw refused(
      `Refund amount (${amountMinor}) is greater than unrefunded amount on charge (${left})`,
      { param: 'amount' },
    )
  }
  const id = newId('re')
  const line = book(call.world, {
    type: 'refund',
    account: call.account,
    amountMinor: -amountMinor,
    currency: charge.currency,
    source: id,
    availableOn: availableWith(call, charge),
    description: 'REFUND FOR CHARGE',
  })
  const refund: StoredRefund = {
    id,
    object: 'refund',
    amount: amountMinor,
    balance_transaction: line.id,
    charge: charge.id,
    created: nowSeconds(call.world),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { card: { type: 'refund' }, type: 'card' },
    metadata: mergeMetadata(null, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  }
  call.world.objects.insert('refund', call.account, refund)
  const refunded: StoredCharge = {
    ...charge,
    amount_refunded: charge.amount_refunded + amountMinor,
    refunded: amountMinor === left,
  }
  call.world.objects.save('charge', refunded)
  emit(call.world, call, 'charge.refunded', 'charge', call.account, refunded)
  emit(call.world, call, 'refund.created', 'refund', call.account, refund)
  return answer(call, 'refund', refund)
}

/** While the charge is still pending the refund is taken from it, not from available funds. */
function availableWith(call: Call, charge: StoredCharge): number {
  const now = nowSeconds(call.world)
  const line = call.world.objects.get(
    'balance_transaction',
    call.account,
    charge.balance_transaction ?? '',
  )
  return Math.max(now, line?.available_on ?? now)
}

function chargeToRefund(
  call: Call,
  params: { charge?: string | undefined; payment_intent?: string | undefined },
): StoredCharge {
  if (params.charge !== undefined) {
    const charge = required(call, 'charge', params.charge, 'charge')
    if (charge.status !== 'succeeded') throw notRefundable(`Charge ${charge.id} has failed.`)
    return charge
  }
  if (params.payment_intent === undefined) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
      {
        code: 'parameter_missing',
      },
    )
  }
  const intent = required(call, 'payment_intent', params.payment_intent, 'payment_intent')
  if (intent.status !== 'succeeded' || intent.latest_charge === null) {
    throw notRefundable(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
    )
  }
  return required(call, 'charge', intent.latest_charge, 'charge')
}

function notRefundable(message: string) {
  return refused(message, { code: 'charge_not_refundable' })
}

const listSchema = z.strictObject({
  ...pagination,
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
})

export function listRefunds(call: Call): Answer {
  const params = parseParams(listSchema, call.params)
  const { charge, payment_intent } = params
  return listAnswer(call, 'refund', params, { charge, payment_intent })
}
