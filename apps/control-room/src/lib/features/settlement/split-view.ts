import { formatMoney } from '@stallcast/shared/kernel'
import type {
  SettlementState,
  SplitRule,
  Statement,
  StatementLine,
} from '@stallcast/shared/settlement'

/** One party's row: from the live split, or from the statement once there is one. */
export type SplitRow = {
  partyId: string
  name: string
  ruleText: string
  amountMinor: number
  /** Share of what is split, 0 to 1, for the bar. */
  fraction: number
  /** Which colour stands for the party, from 0 up in the agreement's order; the remainder has its own, −1. */
  tint: number
  line: StatementLine | null
}

/** The split to show: a statement that stands counts, otherwise what each would get if the sale closed now. */
export function splitRows(settlement: SettlementState): SplitRow[] {
  const statement = standing(settlement)
  const parties = statement ? statement.lines : settlement.live
  const total = parties.reduce((sum, party) => sum + Math.max(0, party.amountMinor), 0)
  let tint = 0
  return parties.map((party) => ({
    partyId: party.partyId,
    name: party.name,
    ruleText: ruleText(party.rule, settlement.currency),
    amountMinor: party.amountMinor,
    fraction: total === 0 ? 0 : Math.max(0, party.amountMinor) / total,
    tint: party.rule.kind === 'remainder' ? -1 : tint++,
    line: statement?.lines.find((line) => line.partyId === party.partyId) ?? null,
  }))
}

/** The statement that money follows: one that was sent back or replaced does not count. */
export function standing(settlement: SettlementState): Statement | null {
  const { statement } = settlement
  if (!statement) return null
  return statement.status === 'rejected' || statement.status === 'superseded' ? null : statement
}

/** `22 % of net`, `10 %, cap €342`, `remainder`. */
export function ruleText(rule: SplitRule, currency: string): string {
  if (rule.kind === 'remainder') return 'remainder'
  const share = `${rule.basisPoints / 100} %`
  if (rule.capMinor === null) return `${share} of net`
  return `${share}, cap ${formatMoney(rule.capMinor, currency).replace(/\.00$/, '')}`
}

export const statementTexts: Record<Statement['status'], string> = {
  proposed: 'Waiting for approval',
  approved: 'Approved, paying out',
  paid: 'Paid',
  rejected: 'Sent back',
  superseded: 'Replaced by a newer one',
}

export const transferTexts: Record<StatementLine['transfer'], string> = {
  none: '',
  queued: 'On its way',
  paid: 'Paid',
  failed: 'Not paid',
}

/** Transfers that did not go out for one and the same reason: told once, not once per line. */
export type FailureGroup = { reason: string; names: string[]; amountMinor: number }

export function failureGroups(rows: readonly SplitRow[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>()
  for (const { name, line } of rows) {
    if (line?.transfer !== 'failed') continue
    const reason = line.failure ?? 'The payment service gave no reason.'
    const group = groups.get(reason) ?? { reason, names: [], amountMinor: 0 }
    group.names.push(name)
    group.amountMinor += line.transferMinor
    groups.set(reason, group)
  }
  return [...groups.values()]
}
