import { agreementSchema, type Agreement, type AgreementParty } from '@stallcast/shared/settlement'
import type { Database, Executor } from '../database.ts'

export type AgreementSeed = Omit<Agreement, 'parties'> & {
  parties: readonly (Omit<AgreementParty, 'stripeAccountId'> & {
    email?: string
    stripeAccountId?: string | null
  })[]
}

/** Writes a show's agreement if it has none; a second call changes nothing. */
export async function seedAgreement(
  database: Database,
  showId: string,
  seed: AgreementSeed,
): Promise<void> {
  await database.transaction().execute((trx) => addAgreement(trx, showId, seed))
}

/** The same inside a transaction that is running already. */
export async function addAgreement(
  trx: Executor,
  showId: string,
  seed: AgreementSeed,
): Promise<void> {
  agreementSchema.parse({
    ...seed,
    parties: seed.parties.map((party) => ({ stripeAccountId: null, ...party })),
  })
  const added = await trx
    .insertInto('agreements')
    .values({ id: seed.id, show_id: showId, currency: seed.currency })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return
  await trx
    .insertInto('agreement_parties')
    .values(
      seed.parties.map((party, position) => ({
        agreement_id: seed.id,
        party_id: party.partyId,
        position,
        name: party.name,
        email: party.email ?? null,
        rule: JSON.stringify(party.rule),
        stripe_account_id: party.stripeAccountId ?? null,
      })),
    )
    .execute()
}

/** @param lock holds the agreement until commit: proposals and approvals of a show queue up on it */
export async function readAgreement(
  database: Executor,
  showId: string,
  lock = false,
): Promise<Agreement | null> {
  let query = database.selectFrom('agreements').selectAll().where('show_id', '=', showId)
  if (lock) query = query.forUpdate()
  const agreement = await query.executeTakeFirst()
  if (!agreement) return null
  const parties = await database
    .selectFrom('agreement_parties')
    .selectAll()
    .where('agreement_id', '=', agreement.id)
    .orderBy('position')
    .execute()
  return {
    id: agreement.id,
    currency: agreement.currency,
    parties: parties.map((party) => ({
      partyId: party.party_id,
      name: party.name,
      rule: party.rule,
      stripeAccountId: party.stripe_account_id,
    })),
  }
}

/** An agreement with everything that another show needs to have the same. */
export async function readAgreementSeed(
  database: Executor,
  showId: string,
): Promise<AgreementSeed | null> {
  const agreement = await readAgreement(database, showId)
  if (!agreement) return null
  const rows = await database
    .selectFrom('agreement_parties')
    .select(['party_id', 'email'])
    .where('agreement_id', '=', agreement.id)
    .execute()
  const emails = new Map(rows.map((row) => [row.party_id, row.email]))
  return {
    ...agreement,
    parties: agreement.parties.map((party) => {
      const email = emails.get(party.partyId)
      return email ? { ...party, email } : party
    }),
  }
}

export type UnpaidParty = {
  agreementId: string
  partyId: string
  name: string
  email: string | null
  currency: string
}

/** Parties that money cannot be sent to yet, over all shows. */
export async function partiesWithoutAccount(database: Executor): Promise<UnpaidParty[]> {
  const rows = await database
    .selectFrom('agreement_parties as p')
    .innerJoin('agreements as a', 'a.id', 'p.agreement_id')
    .select(['p.agreement_id', 'p.party_id', 'p.name', 'p.email', 'a.currency'])
    .where('p.stripe_account_id', 'is', null)
    .orderBy('p.agreement_id')
    .orderBy('p.position')
    .execute()
  return rows.map((row) => ({
    agreementId: row.agreement_id,
    partyId: row.party_id,
    name: row.name,
    email: row.email,
    currency: row.currency,
  }))
}

/** Null takes the account away again. */
export async function setPartyAccount(
  database: Executor,
  party: { agreementId: string; partyId: string; stripeAccountId: string | null },
): Promise<void> {
  await database
    .updateTable('agreement_parties')
    .set({ stripe_account_id: party.stripeAccountId })
    .where('agreement_id', '=', party.agreementId)
    .where('party_id', '=', party.partyId)
    .execute()
}
