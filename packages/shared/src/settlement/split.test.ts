import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Agreement, AgreementParty } from './settlement.schema.ts'
import { splitNet } from './split.ts'

const party = (partyId: string, rule: AgreementParty['rule']): AgreementParty => ({
  partyId,
  name: partyId,
  rule,
  stripeAccountId: null,
})
const share = (basisPoints: number, capMinor: number | null = null): AgreementParty['rule'] => ({
  kind: 'share',
  basisPoints,
  capMinor,
})
const demo: Agreement = {
  id: 'demo',
  currency: 'EUR',
  parties: [
    party('brand', { kind: 'remainder' }),
    party('host', share(2200)),
    party('producer', share(1600)),
    party('editor', share(1000, 34_200)),
  ],
}
const amounts = (net: number, agreement = demo) =>
  splitNet(net, agreement).map((s) => s.amountMinor)

const agreements = fc
  .array(fc.record({ weight: fc.nat(1000), cap: fc.option(fc.nat(100_000)), at: fc.nat() }), {
    minLength: 0,
    maxLength: 12,
  })
  .chain((shares) => fc.record({ shares: fc.constant(shares), remainder: fc.nat(shares.length) }))
  .map(({ shares, remainder }): Agreement => {
    const total = shares.reduce((sum, s) => sum + s.weight, 0)
    const scale = total > 10_000 ? 10_000 / total : 1
    const parties = shares.map((s, i) => party(`p${i}`, share(Math.floor(s.weight * scale), s.cap)))
    parties.splice(remainder, 0, party('rest', { kind: 'remainder' }))
    return { id: 'any', currency: 'EUR', parties }
  })

describe('the split of net sales', () => {
  it('ST2 gives left-over cents to the largest fractions, on a tie to who is listed first', () => {
    expect(amounts(341_820)).toEqual([177_747, 75_200, 54_691, 34_182])
    const thirds: Agreement = {
      ...demo,
      parties: [
        party('a', share(3333)),
        party('b', share(3333)),
        party('c', { kind: 'remainder' }),
      ],
    }
    expect(amounts(100, thirds)).toEqual([33, 33, 34])
    const halves: Agreement = {
      ...demo,
      parties: [party('a', share(5000)), party('b', { kind: 'remainder' })],
    }
    expect(amounts(1, halves)).toEqual([1, 0])
  })

  it('ST3 stops at the cap; what it cuts off is the remainder party’s', () => {
    expect(amounts(1_000_000)).toEqual([585_800, 220_000, 160_000, 34_200])
  })

  it('ST4 leaves a loss to the remainder party', () => {
    expect(amounts(-500)).toEqual([-500, 0, 0, 0])
  })

  it('ST1 ST3 sums to the cent and respects caps, whatever the agreement', () => {
    fc.assert(
      fc.property(agreements, fc.integer({ min: -1_000_000, max: 2 ** 50 }), (agreement, net) => {
        const split = splitNet(net, agreement)
        expect(split.reduce((sum, s) => sum + s.amountMinor, 0)).toBe(net)
        for (const [index, p] of agreement.parties.entries()) {
          const amount = split[index]?.amountMinor ?? Number.NaN
          if (p.rule.kind === 'remainder') continue
          expect(amount).toBeGreaterThanOrEqual(0)
          const exact = (Math.max(0, net) * p.rule.basisPoints) / 10_000
          expect(amount).toBeLessThanOrEqual(
            Math.min(p.rule.capMinor ?? Number.MAX_SAFE_INTEGER, Math.ceil(exact) + 1),
          )
        }
      }),
    )
  })

  it('ST2 is never a whole cent away from the exact share', () => {
    fc.assert(
      fc.property(agreements, fc.nat(10_000_000), (agreement, net) => {
        const uncapped: Agreement = {
          ...agreement,
          parties: agreement.parties.map((p) =>
            p.rule.kind === 'share' ? { ...p, rule: { ...p.rule, capMinor: null } } : p,
          ),
        }
        for (const [index, p] of uncapped.parties.entries()) {
          if (p.rule.kind === 'remainder') continue
          const exact = (net * p.rule.basisPoints) / 10_000
          const amount = splitNet(net, uncapped)[index]?.amountMinor ?? Number.NaN
          expect(Math.abs(amount - exact)).toBeLessThan(1)
        }
      }),
    )
  })
})
