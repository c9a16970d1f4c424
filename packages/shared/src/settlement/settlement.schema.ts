import { z } from 'zod'

const minor = z.number().int()
const basisPoints = z.number().int().min(0).max(10_000)

/** How one party is paid: a share of net sales in basis points, maybe capped; or whatever remains. */
export const splitRuleSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('share'),
    basisPoints,
    /** No more than this per show. */
    capMinor: minor.min(0).nullable(),
  }),
  z.object({ kind: z.literal('remainder') }),
])
export type SplitRule = z.infer<typeof splitRuleSchema>

export const agreementPartySchema = z.object({
  partyId: z.string(),
  name: z.string(),
  rule: splitRuleSchema,
  stripeAccountId: z.string().nullable(),
})
export type AgreementParty = z.infer<typeof agreementPartySchema>

/** Exactly one party takes the remainder; the shares sum to 100 % at most. */
export const agreementSchema = z
  .object({
    id: z.string(),
    currency: z.string().length(3),
    parties: z.array(agreementPartySchema).min(1).max(50),
  })
  .refine((value) => value.parties.filter((p) => p.rule.kind === 'remainder').length === 1, {
    message: 'exactly one party takes the remainder',
  })
  .refine(
    (value) =>
      value.parties.reduce(
        (sum, p) => sum + (p.rule.kind === 'share' ? p.rule.basisPoints : 0),
        0,
      ) <= 10_000,
    { message: 'the shares sum to more than 100 %' },
  )
export type Agreement = z.infer<typeof agreementSchema>

export const transferStatusSchema = z.enum(['none', 'queued', 'paid', 'failed'])
export type TransferStatus = z.infer<typeof transferStatusSchema>

export const statementLineSchema = z.object({
  lineId: z.string(),
  partyId: z.string(),
  name: z.string(),
  rule: splitRuleSchema,
  /** The party's share of what this statement covers; below zero after refunds. */
  amountMinor: minor,
  /** What goes out: the amount less what the party owes from earlier statements. */
  transferMinor: minor.min(0),
  transfer: transferStatusSchema,
  transferId: z.string().nullable(),
  failure: z.string().nullable(),
})
export type StatementLine = z.infer<typeof statementLineSchema>

export const statementSchema = z.object({
  statementId: z.string(),
  showId: z.string(),
  revision: z.number().int().min(1),
  status: z.enum(['proposed', 'approved', 'paid', 'rejected', 'superseded']),
  currency: z.string().length(3),
  orders: z.number().int(),
  grossMinor: minor,
  feesMinor: minor,
  refundsMinor: minor,
  netMinor: minor,
  lines: z.array(statementLineSchema),
  proposedBy: z.string(),
  proposedBySessionId: z.string().nullable(),
  proposedAtMs: z.number().int(),
  approvedBy: z.string().nullable(),
  approvedAtMs: z.number().int().nullable(),
  paidAtMs: z.number().int().nullable(),
})
export type Statement = z.infer<typeof statementSchema>

/** State domain `settlement`: the live split of what was sold so far, and the latest statement. */
export const settlementStateSchema = z.object({
  currency: z.string().length(3),
  /** What each party would get if the sale closed now. */
  live: z.array(
    z.object({ partyId: z.string(), name: z.string(), rule: splitRuleSchema, amountMinor: minor }),
  ),
  statement: statementSchema.nullable(),
})
export type SettlementState = z.infer<typeof settlementStateSchema>
