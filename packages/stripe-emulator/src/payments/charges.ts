import { z } from 'zod'
import { book, cardFeeMinor } from '../balance/balance-transactions.ts'
import { newId } from '../ids.ts'
import type { Call } from '../wire/call.ts'
import { listAnswer } from '../wire/lists.ts'
import type { StoredCharge, StoredIntent, StoredMethod } from '../wire/objects.types.ts'
import { pagination, parseParams } from '../wire/params.ts'
import { nowSeconds, type World } from '../world.ts'
import type { CardBehaviour } from './test-cards.ts'

type Decline = Extract<CardBehaviour, { kind: 'decline' }>

/** Money moves: the charge and its ledger line, less the fee, available when it has settled. */
export function chargeCard(
  world: World,
  account: string,
  intent: StoredIntent,
  method: StoredMethod,
  settlesAtOnce: boolean,
): StoredCharge {
  const charge = draft(world, intent, method)
  const delaySeconds = settlesAtOnce ? 0 : Math.ceil(world.settings.settlementDelayMs / 1000)
  const line = book(world, {
    type: 'charge',
    account,
    amountMinor: intent.amount,
    feeMinor: cardFeeMinor(intent.amount),
    currency: intent.currency,
    source: charge.id,
    availableOn: nowSeconds(world) + delaySeconds,
    description: intent.description,
  })
  const paid: StoredCharge = {
    ...charge,
    amount_captured: intent.amount,
    balance_transaction: line.id,
    captured: true,
    outcome: outcome('approved_by_network', 'authorized', null, 'Payment complete.'),
    paid: true,
    status: 'succeeded',
  }
  world.objects.insert('charge', account, paid)
  return paid
}

/** The attempt is kept as a charge of its own, as Stripe does: no money, but a reason. */
export function declineCard(
  world: World,
  account: string,
  intent: StoredIntent,
  method: StoredMethod,
  decline: Decline,
): StoredCharge {
  const failed: StoredCharge = {
    ...draft(world, intent, method),
    failure_code: decline.code,
    failure_message: decline.message,
    outcome: outcome(
      'declined_by_network',
      'issuer_declined',
      decline.declineCode,
      'The bank did not return any further details with this decline.',
    ),
    status: 'failed',
  }
  world.objects.insert('charge', account, failed)
  return failed
}

function draft(world: World, intent: StoredIntent, method: StoredMethod): StoredCharge {
  return {
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: intent.statement_descriptor ?? 'STALLCAST EMULATOR',
    captured: false,
    created: nowSeconds(world),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: methodDetails(intent, method),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: 'pending',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  }
}

function methodDetails(
  intent: StoredIntent,
  method: StoredMethod,
): StoredCharge['payment_method_details'] {
  const card = method.card
  if (!card) return { type: method.type }
  return {
    card: {
      amount_authorized: intent.amount,
      authorization_code: null,
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint ?? null,
      funding: card.funding,
      installments: null,
      last4: card.last4,
      mandate: null,
      network: card.brand,
      network_transaction_id: null,
      regulated_status: card.regulated_status,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
    type: 'card',
  }
}

function outcome(
  networkStatus: string,
  type: string,
  reason: string | null,
  message: string,
): StoredCharge['outcome'] {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: networkStatus,
    reason,
    risk_level: 'normal',
    risk_score: 20,
    seller_message: message,
    type,
  }
}

const listSchema = z.strictObject({
  ...pagination,
  customer: z.string().optional(),
  payment_intent: z.string().optional(),
  transfer_group: z.string().optional(),
})

export function listCharges(call: Call) {
  const params = parseParams(listSchema, call.params)
  const { customer, payment_intent, transfer_group } = params
  return listAnswer(call, 'charge', params, { customer, payment_intent, transfer_group })
}
