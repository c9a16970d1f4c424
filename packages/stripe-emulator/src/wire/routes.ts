import { listBalanceTransactions, retrieveBalance } from '../balance/balance.endpoints.ts'
import {
  createAccountV2,
  retrieveAccountV1,
  retrieveAccountV2,
  updateAccountV2,
} from '../connect/accounts.ts'
import { cancelPayout, createPayout, listPayouts } from '../connect/payouts.ts'
import { createReversal, listReversals, retrieveReversal } from '../connect/reversals.ts'
import { createTransfer, listTransfers, updateTransfer } from '../connect/transfers.ts'
import { listEvents } from '../events/events.endpoints.ts'
import { listCharges } from '../payments/charges.ts'
import { createCustomer, listCustomers, updateCustomer } from '../payments/customers.ts'
import {
  cancelIntent,
  confirmEndpoint,
  createIntent,
  listIntents,
  retrieveIntent,
  updateIntent,
} from '../payments/payment-intents.ts'
import { createPaymentMethod } from '../payments/payment-methods.ts'
import { createRefund, listRefunds } from '../payments/refunds.ts'
import type { Endpoint } from './call.ts'
import { retrieveEndpoint } from './retrieve.ts'

export type Route = {
  method: 'GET' | 'POST'
  path: string
  endpoint: Endpoint
  /** Whether the page's publishable key may call it. */
  forShoppers: boolean
}

const get = (path: string, endpoint: Endpoint, forShoppers = false): Route => ({
  method: 'GET',
  path,
  endpoint,
  forShoppers,
})
const post = (path: string, endpoint: Endpoint, forShoppers = false): Route => ({
  method: 'POST',
  path,
  endpoint,
  forShoppers,
})

/** The whole surface, in one table; SPEC.md says what is not here. */
export const routes: readonly Route[] = [
  post('/v1/payment_intents', createIntent),
  get('/v1/payment_intents', listIntents),
  get('/v1/payment_intents/{id}', retrieveIntent, true),
  post('/v1/payment_intents/{id}', updateIntent),
  post('/v1/payment_intents/{id}/confirm', confirmEndpoint, true),
  post('/v1/payment_intents/{id}/cancel', cancelIntent),
  post('/v1/payment_methods', createPaymentMethod),
  get('/v1/payment_methods/{id}', retrieveEndpoint('payment_method')),
  get('/v1/charges', listCharges),
  get('/v1/charges/{id}', retrieveEndpoint('charge')),
  post('/v1/refunds', createRefund),
  get('/v1/refunds', listRefunds),
  get('/v1/refunds/{id}', retrieveEndpoint('refund')),
  post('/v1/customers', createCustomer),
  get('/v1/customers', listCustomers),
  get('/v1/customers/{id}', retrieveEndpoint('customer')),
  post('/v1/customers/{id}', updateCustomer),
  get('/v1/balance', retrieveBalance),
  get('/v1/balance_transactions', listBalanceTransactions),
  get('/v1/balance_transactions/{id}', retrieveEndpoint('balance_transaction')),
  post('/v1/transfers', createTransfer),
  get('/v1/transfers', listTransfers),
  get('/v1/transfers/{id}', retrieveEndpoint('transfer')),
  post('/v1/transfers/{id}', updateTransfer),
  post('/v1/transfers/{id}/reversals', createReversal),
  get('/v1/transfers/{id}/reversals', listReversals),
  get('/v1/transfers/{id}/reversals/{reversal}', retrieveReversal),
  post('/v1/payouts', createPayout),
  get('/v1/payouts', listPayouts),
  get('/v1/payouts/{id}', retrieveEndpoint('payout')),
  post('/v1/payouts/{id}/cancel', cancelPayout),
  get('/v1/accounts/{id}', retrieveAccountV1),
  get('/v1/events', listEvents),
  get('/v1/events/{id}', retrieveEndpoint('event')),
  post('/v2/core/accounts', createAccountV2),
  get('/v2/core/accounts/{id}', retrieveAccountV2),
  post('/v2/core/accounts/{id}', updateAccountV2),
]
