import type { SettlementState, Statement } from '@stallcast/shared/settlement'
import { describe, expect, it } from 'vitest'
import { failureGroups, ruleText, splitRows, standing } from './split-view.ts'

const live: SettlementState['live'] = [
  { partyId: 'brand', name: 'Brand', rule: { kind: 'remainder' }, amountMinor: 177_747 },
  {
    partyId: 'host',
    name: 'Host',
    rule: { kind: 'share', basisPoints: 2_200, capMinor: null },
    amountMinor: 75_200,
  },
  {
    partyId: 'editor',
    name: 'Editor',
    rule: { kind: 'share', basisPoints: 1_000, capMinor: 34_200 },
    amountMinor: 34_182,
  },
]

function statement(status: Statement['status']): Statement {
  return {
    statementId: 's1',
    showId: 'show',
    revision: 1,
    status,
    currency: 'EUR',
    orders: 96,
    grossMinor: 303_369,
    feesMinor: 11_240,
    refundsMinor: 5_000,
    netMinor: 287_129,
    lines: live.map((party) => ({
      ...party,
      amountMinor: party.amountMinor + 1,
      lineId: `l-${party.partyId}`,
      transferMinor: party.amountMinor + 1,
      transfer: 'queued' as const,
      transferId: null,
      failure: null,
    })),
    proposedBy: 'Robin',
    proposedBySessionId: null,
    proposedAtMs: 1,
    approvedBy: null,
    approvedAtMs: null,
    paidAtMs: null,
  }
}

describe('split view', () => {
  it('shows what each would get now while there is no statement', () => {
    const rows = splitRows({ currency: 'EUR', live, statement: null })
    expect(rows.map((row) => row.amountMinor)).toEqual([177_747, 75_200, 34_182])
    expect(rows.reduce((sum, row) => sum + row.fraction, 0)).toBeCloseTo(1)
    expect(rows.map((row) => row.tint)).toEqual([-1, 0, 1])
  })

  it('shows the statement once it stands, with its transfers', () => {
    const rows = splitRows({ currency: 'EUR', live, statement: statement('approved') })
    expect(rows[0]).toMatchObject({ amountMinor: 177_748, line: { transfer: 'queued' } })
  })

  it('goes back to the live split when the statement was sent back', () => {
    const settlement = { currency: 'EUR', live, statement: statement('rejected') }
    expect(standing(settlement)).toBeNull()
    expect(splitRows(settlement)[0]?.amountMinor).toBe(177_747)
  })

  it('draws nothing from nothing sold', () => {
    const nothing = live.map((party) => ({ ...party, amountMinor: 0 }))
    const rows = splitRows({ currency: 'EUR', live: nothing, statement: null })
    expect(rows.map((row) => row.fraction)).toEqual([0, 0, 0])
  })

  it('writes the rule as the agreement reads', () => {
    expect(live.map((party) => ruleText(party.rule, 'EUR'))).toEqual([
      'remainder',
      '22 % of net',
      '10 %, cap €342',
    ])
    expect(ruleText({ kind: 'share', basisPoints: 1_250, capMinor: 34_250 }, 'EUR')).toBe(
      '12.5 %, cap €342.50',
    )
  })

  it('tells one reason once, with everyone it holds up', () => {
    const failed = statement('approved')
    failed.lines = failed.lines.map((line, at) =>
      at === 1 ? line : { ...line, transfer: 'failed', failure: at === 0 ? 'No funds.' : null },
    )
    expect(failureGroups(splitRows({ currency: 'EUR', live, statement: failed }))).toEqual([
      { reason: 'No funds.', names: ['Brand'], amountMinor: 177_748 },
      { reason: 'The payment service gave no reason.', names: ['Editor'], amountMinor: 34_183 },
    ])
    expect(failureGroups(splitRows({ currency: 'EUR', live, statement: null }))).toEqual([])
  })
})
