import type { Stripe } from 'stripe'
import { z } from 'zod'
import { bankAccountId } from '../connect/account-v1.ts'
import { ok, type Call } from '../wire/call.ts'
import { listAnswer } from '../wire/lists.ts'
import { PLATFORM } from '../wire/objects.types.ts'
import { expand, pagination, parseParams } from '../wire/params.ts'
import { nowSeconds } from '../world.ts'
import { instantFeeMinor } from './balance-transactions.ts'

const balanceSchema = z.strictObject({ expand })

/** Pending card money counts for instant payouts, less the fee; a platform here has none. */
export function retrieveBalance(call: Call) {
  parseParams(balanceSchema, call.params)
  const sums = call.world.objects.balances(call.account, nowSeconds(call.world))
  const balance: Stripe.Balance = {
    object: 'balance',
    available: sums.map((sum) => ({
      amount: sum.availableMinor,
      currency: sum.currency,
      source_types: { card: sum.availableMinor },
    })),
    livemode: false,
    pending: sums.map((sum) => ({
      amount: sum.pendingMinor,
      currency: sum.currency,
      source_types: { card: sum.pendingMinor },
    })),
  }
  if (call.account === PLATFORM) return ok(balance)
  return ok({
    ...balance,
    instant_available: sums.map((sum) => {
      const total = Math.max(0, sum.availableMinor + sum.pendingMinor)
      const net = instantNetMinor(total)
      return {
        amount: total,
        currency: sum.currency,
        net_available: [
          { amount: net, destination: bankAccountId(call.account), source_types: { card: net } },
        ],
        source_types: { card: total },
      }
    }),
  } satisfies Stripe.Balance)
}

/** The most that can be paid out at once so that payout and fee fit into `totalMinor`. */
export function instantNetMinor(totalMinor: number): number {
  let net = Math.floor((totalMinor * 100) / 101)
  while (net > 0 && net + instantFeeMinor(net) > totalMinor) net -= 1
  return net
}

const listSchema = z.strictObject({
  ...pagination,
  currency: z.string().optional(),
  payout: z.string().optional(),
  source: z.string().optional(),
  type: z.string().optional(),
})

/** `payout` lists what that payout carried to the bank, its own line included. */
export function listBalanceTransactions(call: Call) {
  const params = parseParams(listSchema, call.params)
  const { currency, source, type, payout } = params
  const ids =
    payout === undefined
      ? undefined
      : (call.world.objects.internal(payout)['lines'] ?? '').split(',').filter(Boolean)
  return listAnswer(call, 'balance_transaction', params, { currency, source, type }, ids)
}
