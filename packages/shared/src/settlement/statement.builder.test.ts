import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Agreement } from './settlement.schema.ts'
import { demandApprovable, demandRejectable } from './approval.transitions.ts'
import { buildStatement, type PartyStanding } from './statement.builder.ts'
import { planRetry } from './transfer.transitions.ts'

const agreement: Agreement = {
  id: 'demo',
  currency: 'EUR',
  parties: [
    { partyId: 'brand', name: 'Brand', rule: { kind: 'remainder' }, stripeAccountId: null },
    {
      partyId: 'editor',
      name: 'Editor',
      rule: { kind: 'share', basisPoints: 1000, capMinor: 300 },
      stripeAccountId: null,
    },
  ],
}
const figures = (grossMinor: number, feesMinor = 0, refundsMinor = 0) => ({
  orders: 1,
  grossMinor,
  feesMinor,
  refundsMinor,
})
const lines = (draft: ReturnType<typeof buildStatement>) =>
  draft?.lines.map((line) => [line.amountMinor, line.transferMinor])

describe('the statement', () => {
  it('ST5 has nothing to say when nothing was sold', () => {
    expect(buildStatement(agreement, { ...figures(0), orders: 0 }, 0, [])).toBeNull()
  })

  it('ST6 keeps a cap across statements', () => {
    const first = buildStatement(agreement, figures(2000), 0, [])
    expect(lines(first)).toEqual([
      [1800, 1800],
      [200, 200],
    ])
    const second = buildStatement(agreement, figures(2000), 2000, [
      { partyId: 'brand', settledMinor: 1800, owedMinor: 0 },
      { partyId: 'editor', settledMinor: 200, owedMinor: 0 },
    ])
    expect(lines(second)).toEqual([
      [1900, 1900],
      [100, 100],
    ])
  })

  it('ST7 sends nothing below zero and keeps the debt back from the next', () => {
    const refunded = buildStatement(agreement, figures(0, 0, 1000), 2000, [
      { partyId: 'brand', settledMinor: 1800, owedMinor: 0 },
      { partyId: 'editor', settledMinor: 200, owedMinor: 0 },
    ])
    expect(lines(refunded)).toEqual([
      [-900, 0],
      [-100, 0],
    ])
    const next = buildStatement(agreement, figures(2000), 1000, [
      { partyId: 'brand', settledMinor: 900, owedMinor: -900 },
      { partyId: 'editor', settledMinor: 100, owedMinor: -100 },
    ])
    expect(lines(next)).toEqual([
      [1800, 900],
      [200, 100],
    ])
  })

  it('ST1 ST6 sums to its net, and over all statements to the split of the whole', () => {
    const step = fc.record({ gross: fc.nat(5000), fees: fc.nat(300), refunds: fc.nat(3000) })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        let settledNet = 0
        let standings: PartyStanding[] = []
        const paid = new Map<string, number>()
        for (const { gross, fees, refunds } of steps) {
          const draft = buildStatement(
            agreement,
            figures(gross, fees, refunds),
            settledNet,
            standings,
          )
          if (!draft) continue
          settledNet += draft.netMinor
          standings = draft.lines.map((line) => {
            const settledMinor =
              (standings.find((s) => s.partyId === line.partyId)?.settledMinor ?? 0) +
              line.amountMinor
            paid.set(line.partyId, (paid.get(line.partyId) ?? 0) + line.transferMinor)
            return {
              partyId: line.partyId,
              settledMinor,
              owedMinor: settledMinor - (paid.get(line.partyId) ?? 0),
            }
          })
          // All that is owed has gone out; only debts are left.
          for (const s of standings) expect(s.owedMinor).toBeLessThanOrEqual(0)
        }
        expect(standings.reduce((sum, s) => sum + s.settledMinor, 0)).toBe(settledNet)
      }),
    )
  })
})

describe('the approval', () => {
  const proposed = { status: 'proposed', revision: 3, proposedBySessionId: 'a' } as const

  it('ST9 takes the revision on screen only', () => {
    expect(() => demandApprovable(proposed, 3, 'b')).not.toThrow()
    expect(() => demandApprovable(proposed, 2, 'b')).toThrow(/changed/)
    expect(() => demandApprovable({ ...proposed, status: 'superseded' }, 3, 'b')).toThrow(/changed/)
    expect(() => demandApprovable({ ...proposed, status: 'paid' }, 3, 'b')).toThrow(/is paid/)
    expect(() => demandRejectable({ ...proposed, status: 'approved' })).toThrow(/is approved/)
  })

  it('ST10 is never the proposer’s own', () => {
    expect(() => demandApprovable(proposed, 3, 'a')).toThrow(/own proposal/)
    expect(() => demandApprovable({ ...proposed, proposedBySessionId: null }, 3, 'a')).not.toThrow()
  })
})

describe('the retry of a transfer', () => {
  it('ST15 changes the key at once only when Stripe said no', () => {
    expect(planRetry('refused', 1).newKey).toBe('now')
    expect(planRetry('server-error', 1).newKey).toBe('after-lookup')
    expect(planRetry('uncertain', 9).newKey).toBe('no')
    expect(planRetry('busy', 1).newKey).toBe('no')
  })

  it('ST14 looks first, and waits longer each time up to ten minutes', () => {
    expect(planRetry('uncertain', 1)).toMatchObject({ delayMs: 1000, lookUpFirst: true })
    expect(planRetry('uncertain', 4)).toMatchObject({ delayMs: 8000, visible: true })
    expect(planRetry('refused', 40)).toMatchObject({ delayMs: 600_000, visible: true })
  })
})
