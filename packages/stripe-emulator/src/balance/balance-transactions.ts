import { newId } from '../ids.ts'
import type { StoredBalanceTransaction } from '../wire/objects.types.ts'
import { nowSeconds, type World } from '../world.ts'

export type BalanceLine = {
  type: StoredBalanceTransaction['type']
  account: string
  /** Signed, minor units: money that leaves is negative. */
  amountMinor: number
  feeMinor?: number
  currency: string
  /** The object it belongs to. */
  source: string
  availableOn: number
  description?: string | null
}

/** The emulator's price for a card payment: 1.5 % and 25 minor units, rounded half up. */
export function cardFeeMinor(amountMinor: number): number {
  return Math.round((amountMinor * 150) / 10_000) + 25
}

/** Instant payouts cost 1 %, rounded up in favour of the service. */
export function instantFeeMinor(amountMinor: number): number {
  return Math.ceil(amountMinor / 100)
}

/** Appends one line to an account's balance; `net` is what its balance moves by. */
export function book(world: World, line: BalanceLine): StoredBalanceTransaction {
  const fee = line.feeMinor ?? 0
  const transaction: StoredBalanceTransaction = {
    id: newId('txn'),
    object: 'balance_transaction',
    amount: line.amountMinor,
    available_on: line.availableOn,
    balance_type: 'payments',
    created: nowSeconds(world),
    currency: line.currency,
    description: line.description ?? null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: line.currency,
              description: 'Stripe processing fees (emulated)',
              type: 'stripe_fee',
            },
          ],
    net: line.amountMinor - fee,
    reporting_category: line.type === 'payment' ? 'charge' : line.type,
    source: line.source,
    type: line.type,
  }
  world.objects.insert('balance_transaction', line.account, transaction)
  return transaction
}

export function balanceIn(world: World, account: string, currency: string) {
  const sum = world.objects
    .balances(account, nowSeconds(world))
    .find((balance) => balance.currency === currency)
  const availableMinor = sum?.availableMinor ?? 0
  return { availableMinor, totalMinor: availableMinor + (sum?.pendingMinor ?? 0) }
}
