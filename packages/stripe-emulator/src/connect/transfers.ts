import { z } from 'zod'
import { balanceIn, book } from '../balance/balance-transactions.ts'
import { emit } from '../events/events.ts'
import { newId } from '../ids.ts'
import { invalidRequest, missingResource, refused } from '../wire/api-error.ts'
import type { Answer, Call } from '../wire/call.ts'
import { listAnswer } from '../wire/lists.ts'
import { PLATFORM, type StoredCharge, type StoredTransfer } from '../wire/objects.types.ts'
import {
  amount,
  currency,
  expand,
  mergeMetadata,
  metadata,
  pagination,
  parseParams,
} from '../wire/params.ts'
import { answer, required } from '../wire/retrieve.ts'
import { nowSeconds } from '../world.ts'
import { transfersStatus } from './account-v1.ts'
import { destinationPayment } from './destination-payments.ts'

const createSchema = z.strictObject({
  amount,
  currency,
  destination: z.string(),
  description: z.string().optional(),
  metadata: metadata.optional(),
  source_transaction: z.string().optional(),
  transfer_group: z.string().max(200).optional(),
  expand,
})
type CreateParams = z.infer<typeof createSchema>

/**
 * Moves money from the platform to a connected account. With `source_transaction` it may be money that
 * is still pending, and stays so on the other side; without it, only what is available.
 */
export function createTransfer(call: Call): Answer {
  const params = parseParams(createSchema, call.params)
  if (call.account !== PLATFORM) {
    throw refused('Connected accounts cannot create transfers.', { code: 'transfers_not_allowed' })
  }
  assertDestination(call, params.destination)
  const charge = params.source_transaction
    ? required(call, 'charge', params.source_transaction, 'source_transaction')
    : null
  if (charge) assertWithinCharge(call, charge, params)
  else assertAvailable(call, params)
  const transfer = moveMoney(call, params, charge)
  call.world.objects.insert('transfer', call.account, transfer)
  emit(call.world, call, 'transfer.created', 'transfer', call.account, transfer)
  return answer(call, 'transfer', transfer)
}

function moveMoney(call: Call, params: CreateParams, charge: StoredCharge | null): StoredTransfer {
  const id = newId('tr')
  const availableOn = availability(call, charge)
  const line = book(call.world, {
    type: 'transfer',
    account: call.account,
    amountMinor: -params.amount,
    currency: params.currency,
    source: id,
    availableOn,
    description: params.description ?? null,
  })
  const payment = destinationPayment(call.world, {
    account: params.destination,
    amountMinor: params.amount,
    currency: params.currency,
    transferId: id,
    availableOn,
  })
  return {
    id,
    object: 'transfer',
    amount: params.amount,
    amount_reversed: 0,
    balance_transaction: line.id,
    created: nowSeconds(call.world),
    currency: params.currency,
    description: params.description ?? null,
    destination: params.destination,
    destination_payment: payment.id,
    livemode: false,
    metadata: mergeMetadata(null, params.metadata),
    reversed: false,
    source_transaction: charge?.id ?? null,
    source_type: 'card',
    // Stripe names a group after the payment when the charge carries none.
    transfer_group:
      params.transfer_group ??
      charge?.transfer_group ??
      (charge ? `group_${charge.payment_intent ?? charge.id}` : null),
  }
}

function assertDestination(call: Call, id: string): void {
  const account = call.world.objects.get('account', PLATFORM, id)
  if (!account) throw missingResource('destination', id, 'destination', 400)
  if (transfersStatus(account) === 'active') return
  throw refused(
    'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
    { code: 'insufficient_capabilities_for_transfer' },
  )
}

function assertWithinCharge(call: Call, charge: StoredCharge, params: CreateParams): void {
  if (charge.status !== 'succeeded') {
    throw refused(`The charge ${charge.id} did not succeed.`, { param: 'source_transaction' })
  }
  if (charge.currency !== params.currency) {
    throw invalidRequest(
      `The currency of source_transaction's balance transaction (${charge.currency}) must be the same as the transfer currency (${params.currency})`,
      { param: 'currency' },
    )
  }
  const already = Number(call.world.objects.internal(charge.id)['transferredMinor'] ?? '0')
  if (already + params.amount > charge.amount) {
    throw refused(
      `Transfers using this transaction as a source must not exceed the source amount of ${charge.amount}. ` +
        `(There is already ${already} transferred using this source.)`,
      { param: 'amount' },
    )
  }
  call.world.objects.setInternal(charge.id, { transferredMinor: String(already + params.amount) })
}

function assertAvailable(call: Call, params: CreateParams): void {
  const { availableMinor } = balanceIn(call.world, call.account, params.currency)
  if (availableMinor >= params.amount) return
  throw refused(
    'You have insufficient available funds in your Stripe account. Try adding funds directly to your ' +
      'available balance by creating Charges using the 4000000000000077 test card, or give a source_transaction.',
    { code: 'balance_insufficient' },
  )
}

function availability(call: Call, charge: StoredCharge | null): number {
  const now = nowSeconds(call.world)
  if (!charge) return now
  const line = call.world.objects.get(
    'balance_transaction',
    call.account,
    charge.balance_transaction ?? '',
  )
  return Math.max(now, line?.available_on ?? now)
}

const updateSchema = z.strictObject({
  description: z.string().optional(),
  metadata: metadata.optional(),
  expand,
})

export function updateTransfer(call: Call): Answer {
  const params = parseParams(updateSchema, call.params)
  const transfer = required(call, 'transfer', call.path['id'] ?? '')
  const next: StoredTransfer = {
    ...transfer,
    description: params.description ?? transfer.description,
    metadata: mergeMetadata(transfer.metadata, params.metadata),
  }
  call.world.objects.save('transfer', next)
  return answer(call, 'transfer', next)
}

const listSchema = z.strictObject({
  ...pagination,
  destination: z.string().optional(),
  transfer_group: z.string().optional(),
})

export function listTransfers(call: Call): Answer {
  const params = parseParams(listSchema, call.params)
  const { destination, transfer_group } = params
  return listAnswer(call, 'transfer', params, { destination, transfer_group })
}
