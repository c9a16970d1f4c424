import type { Stripe } from 'stripe'

export type Recipient = {
  /** Names the account for good: the same key gives the same account. */
  key: string
  name: string
  email: string | null
  /** ISO country of the party, lower case. */
  country?: string
  currency: string
}

/**
 * Makes an account that money can be sent to, and returns its id (PY5). A recipient suits separate charges
 * and transfers: the platform is the merchant and bears losses, as Stripe asks for this pattern.
 * @throws Stripe's errors
 */
export async function createRecipient(stripe: Stripe, recipient: Recipient): Promise<string> {
  const account = await stripe.v2.core.accounts.create(
    {
      display_name: recipient.name,
      contact_email: recipient.email ?? `${recipient.key.replace(/\W+/g, '-')}@stallcast.invalid`,
      identity: { country: recipient.country ?? 'ie' },
      configuration: {
        recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } },
      },
      defaults: {
        currency: recipient.currency.toLowerCase(),
        responsibilities: { fees_collector: 'application', losses_collector: 'application' },
      },
      metadata: { stallcastKey: recipient.key },
    },
    { idempotencyKey: `recipient:${recipient.key}` },
  )
  return account.id
}
