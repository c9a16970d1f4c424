import { createRecipient, type Stripe } from '@stallcast/payments'
import type { Database } from '@stallcast/store'
import { partiesWithoutAccount, setPartyAccount } from '@stallcast/store/settlement'

/**
 * Opens an account for every party that has none. Each has a key of its own, so dying half way and running
 * again opens none twice.
 * @returns how many were opened
 * @throws Stripe's errors
 */
export async function openPartyAccounts(deps: {
  database: Database
  stripe: Stripe
}): Promise<number> {
  const parties = await partiesWithoutAccount(deps.database)
  for (const party of parties) {
    const stripeAccountId = await createRecipient(deps.stripe, {
      key: `${party.agreementId}/${party.partyId}`,
      name: party.name,
      email: party.email,
      currency: party.currency,
    })
    await setPartyAccount(deps.database, { ...party, stripeAccountId })
  }
  return parties.length
}
