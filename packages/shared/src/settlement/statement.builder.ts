import { invariant } from '../kernel/index.ts'
import type { Agreement, SplitRule } from './settlement.schema.ts'
import { splitNet } from './split.ts'

/** Gross, fees and refunds of a stretch of the sale, in minor units; all but net are positive by nature. */
export type SalesFigures = {
  orders: number
  grossMinor: number
  feesMinor: number
  refundsMinor: number
}

export type PartyStanding = {
  partyId: string
  /** What approved statements have given this party so far. */
  settledMinor: number
  /** Of that, what is neither paid nor on its way; below zero, the party owes. */
  owedMinor: number
}

export type StatementDraft = SalesFigures & {
  netMinor: number
  lines: {
    partyId: string
    name: string
    rule: SplitRule
    amountMinor: number
    /** What goes out for this line: the amount less what the party owes from earlier ones, never below zero. */
    transferMinor: number
  }[]
}

export function netOf(figures: SalesFigures): number {
  return figures.grossMinor - figures.feesMinor - figures.refundsMinor
}

/**
 * Draws up a statement for what is not settled yet (ST5 to ST7). The split is always that of the whole show,
 * so caps hold across statements; a line is the party's share of the whole less what it was given before,
 * and may be below zero after refunds. Lines sum to the statement's net.
 *
 * @param open what no approved statement covers
 * @param settledNetMinor net of all approved statements of the show
 * @returns null when there is nothing to settle
 */
export function buildStatement(
  agreement: Agreement,
  open: SalesFigures,
  settledNetMinor: number,
  standings: readonly PartyStanding[],
): StatementDraft | null {
  if (open.grossMinor === 0 && open.feesMinor === 0 && open.refundsMinor === 0) return null
  const netMinor = netOf(open)
  const whole = splitNet(settledNetMinor + netMinor, agreement)
  const lines = agreement.parties.map((party, index) => {
    const standing = standings.find((each) => each.partyId === party.partyId)
    const amountMinor = (whole[index]?.amountMinor ?? 0) - (standing?.settledMinor ?? 0)
    const debtMinor = Math.min(0, standing?.owedMinor ?? 0)
    return {
      partyId: party.partyId,
      name: party.name,
      rule: party.rule,
      amountMinor,
      transferMinor: Math.max(0, amountMinor + debtMinor),
    }
  })
  const total = lines.reduce((sum, line) => sum + line.amountMinor, 0)
  invariant(total === netMinor, `lines sum to ${total}, net is ${netMinor}`)
  return { ...open, netMinor, lines }
}
