import { z } from 'zod'
import { balanceIn, book } from '../balance/balance-transactions.ts'
import { emit } from '../events/events.ts'
import { newId } from '../ids.ts'
import { missingResource, refused } from '../wire/api-error.ts'
import type { Answer, Call } from '../wire/call.ts'
import { listAnswer } from '../wire/lists.ts'
import type { StoredReversal, StoredTransfer } from '../wire/objects.types.ts'
import { amount, expand, mergeMetadata, metadata, pagination, parseParams } from '../wire/params.ts'
import { answer, required } from '../wire/retrieve.ts'
import { nowSeconds } from '../world.ts'
import { refundDestinationPayment } from './destination-payments.ts'

const createSchema = z.strictObject({
  amount: amount.optional(),
  description: z.string().optional(),
  metadata: metadata.optional(),
  expand,
})

/**
 * Takes a transfer back, wholly or in part. Only while the connected account still holds the money:
 * what it has paid out already cannot be reversed and must be booked as owed.
 */
export function createReversal(call: Call): Answer {
  const params = parseParams(createSchema, call.params)
  const transfer = required(call, 'transfer', call.path['id'] ?? '')
  const left = transfer.amount - transfer.amount_reversed
  const amountMinor = params.amount ?? left
  if (left === 0) throw refused(`Transfer ${transfer.id} is already fully reversed.`)
  if (amountMinor > left) {
    throw refused(
      `Transfer reversal amount (${amountMinor}) is greater than unreversed amount (${left})`,
      { param: 'amount' },
    )
  }
  assertDestinationHolds(call, transfer, amountMinor)
  const reversal = takeBack(call, transfer, amountMinor, mergeMetadata(null, params.metadata))
  const next: StoredTransfer = {
    ...transfer,
    amount_reversed: transfer.amount_reversed + amountMinor,
    reversed: amountMinor === left,
  }
  call.world.objects.insert('transfer_reversal', call.account, reversal)
  call.world.objects.save('transfer', next)
  freeSource(call, transfer, amountMinor)
  emit(call.world, call, 'transfer.reversed', 'transfer', call.account, next)
  return answer(call, 'transfer_reversal', reversal)
}

function takeBack(
  call: Call,
  transfer: StoredTransfer,
  amountMinor: number,
  marks: Record<string, string>,
): StoredReversal {
  const now = nowSeconds(call.world)
  const outgoing = call.world.objects.get(
    'balance_transaction',
    call.account,
    transfer.balance_transaction ?? '',
  )
  // Pending money comes back as pending money.
  const availableOn = Math.max(now, outgoing?.available_on ?? now)
  const id = newId('trr')
  const refundId = refundDestinationPayment(call.world, transfer, amountMinor, availableOn)
  const line = book(call.world, {
    type: 'transfer_refund',
    account: call.account,
    amountMinor,
    currency: transfer.currency,
    source: id,
    availableOn,
  })
  return {
    id,
    object: 'transfer_reversal',
    amount: amountMinor,
    balance_transaction: line.id,
    created: now,
    currency: transfer.currency,
    destination_payment_refund: refundId,
    metadata: marks,
    source_refund: null,
    transfer: transfer.id,
  }
}

function assertDestinationHolds(call: Call, transfer: StoredTransfer, amountMinor: number): void {
  const { totalMinor } = balanceIn(call.world, transfer.destination ?? '', transfer.currency)
  if (totalMinor >= amountMinor) return
  throw refused(
    `The connected account ${transfer.destination} holds too little (${totalMinor}) to reverse ${amountMinor}.`,
    { code: 'balance_insufficient' },
  )
}

/** What came back may be transferred again from the same charge. */
function freeSource(call: Call, transfer: StoredTransfer, amountMinor: number): void {
  if (!transfer.source_transaction) return
  const internal = call.world.objects.internal(transfer.source_transaction)
  const transferred = Number(internal['transferredMinor'] ?? '0') - amountMinor
  call.world.objects.setInternal(transfer.source_transaction, {
    transferredMinor: String(transferred),
  })
}

const listSchema = z.strictObject(pagination)

export function listReversals(call: Call): Answer {
  const params = parseParams(listSchema, call.params)
  const transfer = required(call, 'transfer', call.path['id'] ?? '')
  return listAnswer(call, 'transfer_reversal', params, { transfer: transfer.id })
}

const retrieveSchema = z.strictObject({ expand })

export function retrieveReversal(call: Call): Answer {
  parseParams(retrieveSchema, call.params)
  const transfer = required(call, 'transfer', call.path['id'] ?? '')
  const id = call.path['reversal'] ?? ''
  const reversal = required(call, 'transfer_reversal', id)
  if (reversal.transfer !== transfer.id) throw missingResource('transfer_reversal', id)
  return answer(call, 'transfer_reversal', reversal)
}
