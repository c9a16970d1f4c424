import { invariant } from '../kernel/index.ts'
import type { Agreement, AgreementParty } from './settlement.schema.ts'

export type SplitShare = { partyId: string; amountMinor: number }

/**
 * Splits net sales between the parties, to the cent (ST1 to ST4), in the order of the agreement.
 *
 * Every share is floored, and the cents that are left go to the largest fractions; on a tie the party that
 * is listed first has it. Caps come after rounding; what they cut off is the remainder party's. A loss
 * (net below zero) is the remainder party's alone: nobody else pays to have worked.
 *
 * @param netMinor the whole show's net sales so far, in minor units
 */
export function splitNet(netMinor: number, agreement: Agreement): SplitShare[] {
  invariant(Number.isSafeInteger(netMinor), `not an amount: ${netMinor}`)
  const { parties } = agreement
  if (netMinor < 0) {
    return parties.map((party) => ({
      partyId: party.partyId,
      amountMinor: party.rule.kind === 'remainder' ? netMinor : 0,
    }))
  }
  const rounded = largestRemainder(netMinor, weightsOf(parties))
  const capped = parties.map((party, index) => {
    const amount = rounded[index] ?? 0
    const cap = party.rule.kind === 'share' ? party.rule.capMinor : null
    return cap === null ? amount : Math.min(amount, cap)
  })
  const cutOff = netMinor - sum(capped)
  return parties.map((party, index) => ({
    partyId: party.partyId,
    amountMinor: (capped[index] ?? 0) + (party.rule.kind === 'remainder' ? cutOff : 0),
  }))
}

/** Basis points per party; the remainder party's are what the shares leave of 100 %. */
function weightsOf(parties: readonly AgreementParty[]): number[] {
  const shared = sum(parties.map((p) => (p.rule.kind === 'share' ? p.rule.basisPoints : 0)))
  invariant(shared <= 10_000, 'the shares sum to more than 100 %')
  return parties.map((p) => (p.rule.kind === 'share' ? p.rule.basisPoints : 10_000 - shared))
}

/** Weights sum to 10 000. BigInt, because amount × basis points may pass 2^53. */
function largestRemainder(amountMinor: number, weights: readonly number[]): number[] {
  const whole = 10_000n
  const exact = weights.map((weight) => BigInt(amountMinor) * BigInt(weight))
  const floors = exact.map((value) => Number(value / whole))
  const left = amountMinor - sum(floors)
  const takers = exact
    .map((value, index) => ({ index, fraction: value % whole }))
    // Array.sort is stable: equal fractions stay in the order of the agreement.
    .toSorted((a, b) => Number(b.fraction - a.fraction))
    .slice(0, left)
  const extra = new Set(takers.map((taker) => taker.index))
  return floors.map((floor, index) => floor + (extra.has(index) ? 1 : 0))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
