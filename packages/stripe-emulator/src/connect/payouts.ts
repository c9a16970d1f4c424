import { z } from 'zod'
import { balanceIn, book, instantFeeMinor } from '../balance/balance-transactions.ts'
import { emit } from '../events/events.ts'
import { newId } from '../ids.ts'
import { missingResource, refused } from '../wire/api-error.ts'
import type { Answer, Call } from '../wire/call.ts'
import { listAnswer } from '../wire/lists.ts'
import { PLATFORM, type StoredPayout } from '../wire/objects.types.ts'
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
import { nowSeconds, type World } from '../world.ts'
import { bankAccountId } from './account-v1.ts'

const createSchema = z.strictObject({
  amount,
  currency,
  description: z.string().optional(),
  destination: z.string().optional(),
  metadata: metadata.optional(),
  method: z.enum(['standard', 'instant']).optional(),
  source_type: z.enum(['card']).optional(),
  statement_descriptor: z.string().max(22).optional(),
  expand,
})
type CreateParams = z.infer<typeof createSchema>

/** To the bank: `standard` takes available money only, `instant` pending money too, for a fee. */
export function createPayout(call: Call): Answer {
  const params = parseParams(createSchema, call.params)
  const bank = bankAccountId(call.account === PLATFORM ? 'acct_platform' : call.account)
  if (params.destination !== undefined && params.destination !== bank) {
    throw missingResource('external account', params.destination, 'destination', 400)
  }
  const fee = params.method === 'instant' ? instantFeeMinor(params.amount) : 0
  assertFunds(call, params, fee)
  const payout = newPayout(call, params, bank)
  const line = book(call.world, {
    type: 'payout',
    account: call.account,
    amountMinor: -params.amount,
    feeMinor: fee,
    currency: params.currency,
    source: payout.id,
    availableOn: nowSeconds(call.world),
    description: 'STRIPE PAYOUT (emulated)',
  })
  const booked: StoredPayout = { ...payout, balance_transaction: line.id }
  call.world.objects.insert('payout', call.account, booked, {
    lines: [line.id, ...carriedLines(call, params.currency, line.id)].join(','),
  })
  const arrivesAtMs = call.world.now() + call.world.settings.payoutDelayMs
  call.world.schedule.add('payout.arrive', booked.id, arrivesAtMs)
  emit(call.world, call, 'payout.created', 'payout', call.account, booked)
  return answer(call, 'payout', booked)
}

export function cancelPayout(call: Call): Answer {
  const payout = required(call, 'payout', call.path['id'] ?? '')
  if (payout.status !== 'pending') {
    throw refused(`Payouts with status ${payout.status} cannot be canceled.`)
  }
  call.world.schedule.removeFor(payout.id)
  const next = giveBack(call.world, call.account, payout, 'payout_cancel', { status: 'canceled' })
  emit(call.world, call, 'payout.canceled', 'payout', call.account, next)
  return answer(call, 'payout', next)
}

/**
 * The bank has it, or (metadata `stallcast_outcome: failed`) sends it back. Called by the schedule.
 */
export function arrivePayout(world: World, payoutId: string): void {
  const row = world.objects.find(payoutId)
  if (row?.kind !== 'payout') return
  const payout = row.body as StoredPayout
  if (payout.status !== 'pending') return
  if (payout.metadata?.['stallcast_outcome'] === 'failed') {
    const failed = giveBack(world, row.account, payout, 'payout_failure', {
      failure_code: 'account_closed',
      failure_message: 'The bank account has been closed',
      status: 'failed',
    })
    emit(world, null, 'payout.failed', 'payout', row.account, failed)
    return
  }
  const paid: StoredPayout = { ...payout, status: 'paid' }
  world.objects.save('payout', paid)
  emit(world, null, 'payout.paid', 'payout', row.account, paid)
}

function giveBack(
  world: World,
  account: string,
  payout: StoredPayout,
  type: 'payout_cancel' | 'payout_failure',
  change: Partial<StoredPayout>,
): StoredPayout {
  const line = book(world, {
    type,
    account,
    amountMinor: payout.amount,
    currency: payout.currency,
    source: payout.id,
    availableOn: nowSeconds(world),
  })
  const next = { ...payout, ...change, failure_balance_transaction: line.id }
  world.objects.save('payout', next)
  return next
}

function assertFunds(call: Call, params: CreateParams, feeMinor: number): void {
  const held = balanceIn(call.world, call.account, params.currency)
  const usable = params.method === 'instant' ? held.totalMinor - feeMinor : held.availableMinor
  if (usable >= params.amount) return
  throw refused('You have insufficient funds in your Stripe account for this transfer.', {
    code: 'balance_insufficient',
    param: 'amount',
  })
}

const MAX_LINES = 1000

/** What this payout carries to the bank: every available line that no earlier payout carried. */
function carriedLines(call: Call, wanted: string, ownLine: string): string[] {
  const earlier = call.world.objects
    .list('payout', call.account, { limit: MAX_LINES })
    .data.flatMap((payout) => (call.world.objects.internal(payout.id)['lines'] ?? '').split(','))
  const carried = new Set([...earlier, ownLine])
  const now = nowSeconds(call.world)
  return call.world.objects
    .list('balance_transaction', call.account, { limit: MAX_LINES, where: { currency: wanted } })
    .data.filter((line) => line.available_on <= now && !carried.has(line.id))
    .map((line) => line.id)
}

function newPayout(call: Call, params: CreateParams, bank: string): StoredPayout {
  const arrival = call.world.now() + call.world.settings.payoutDelayMs
  return {
    id: newId('po'),
    object: 'payout',
    amount: params.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: Math.ceil(arrival / 1000),
    automatic: false,
    balance_transaction: null,
    created: nowSeconds(call.world),
    currency: params.currency,
    description: params.description ?? null,
    destination: bank,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: mergeMetadata(null, params.metadata),
    method: params.method ?? 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: params.statement_descriptor ?? null,
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
  }
}

const listSchema = z.strictObject({
  ...pagination,
  destination: z.string().optional(),
  status: z.string().optional(),
})

export function listPayouts(call: Call): Answer {
  const params = parseParams(listSchema, call.params)
  return listAnswer(call, 'payout', params, {
    destination: params.destination,
    status: params.status,
  })
}
