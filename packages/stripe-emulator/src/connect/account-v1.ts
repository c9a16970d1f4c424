import type { Stripe } from 'stripe'
import type { StoredAccount } from '../wire/objects.types.ts'

/** Each emulated account has one bank account, whose id follows from its own. */
export function bankAccountId(accountId: string): string {
  return accountId.replace(/^acct_/, 'ba_')
}

/** Whether transfers may be sent to the account: the recipient capability that v2 asked for. */
export function transfersStatus(account: StoredAccount): 'active' | 'inactive' | 'pending' {
  const status =
    account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status
  if (status === 'active' || status === 'pending') return status
  return 'inactive'
}

/** v1's view of an account made through v2. */
export function accountV1(account: StoredAccount): Stripe.Account {
  const transfers = transfersStatus(account)
  const ready = transfers === 'active'
  const country = account.identity?.country?.toUpperCase() ?? 'IE'
  const currency = account.defaults?.currency ?? 'eur'
  return {
    id: account.id,
    object: 'account',
    business_profile: null,
    business_type: null,
    capabilities: { transfers },
    charges_enabled: false,
    controller: { is_controller: true, type: 'application' },
    country,
    created: Math.floor(Date.parse(account.created) / 1000),
    default_currency: currency,
    details_submitted: ready,
    email: account.contact_email ?? null,
    external_accounts: {
      object: 'list',
      data: [bankAccount(account, country, currency)],
      has_more: false,
      url: `/v1/accounts/${account.id}/external_accounts`,
    },
    metadata: account.metadata ?? {},
    payouts_enabled: ready,
    settings: null,
    type: 'none',
  }
}

function bankAccount(
  account: StoredAccount,
  country: string,
  currency: string,
): Stripe.BankAccount {
  return {
    id: bankAccountId(account.id),
    object: 'bank_account',
    account: account.id,
    account_holder_name: account.display_name ?? null,
    account_holder_type: 'individual',
    account_type: null,
    available_payout_methods: ['standard', 'instant'],
    bank_name: 'STALLCAST EMULATED BANK',
    country,
    currency,
    default_for_currency: true,
    fingerprint: null,
    last4: '6789',
    metadata: {},
    routing_number: null,
    status: 'new',
  }
}
