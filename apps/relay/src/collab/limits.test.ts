import { DomainError } from '@stallcast/shared/kernel'
import { describe, expect, it } from 'vitest'
import { closeCodeOf, closeReason } from './close-codes.ts'
import { Allowance } from './limits.ts'

describe('CG16 allowance', () => {
  it('CG16 a burst, then the rate, never more than the burst', () => {
    const allowance = new Allowance(10, 3, 0)
    expect([1, 2, 3, 4].map(() => allowance.spend(1, 0))).toEqual([true, true, true, false])
    expect(allowance.spend(1, 100)).toBe(true)
    expect(allowance.spend(1, 100)).toBe(false)
    expect([1, 2, 3, 4].map(() => allowance.spend(1, 60_000))).toEqual([true, true, true, false])
  })

  it('CG16 a clock that goes back earns nothing and costs nothing', () => {
    const allowance = new Allowance(10, 2, 1_000)
    expect(allowance.spend(1, 500)).toBe(true)
    expect(allowance.spend(1, 500)).toBe(true)
    expect(allowance.spend(1, 500)).toBe(false)
  })
})

describe('CG13 close reasons', () => {
  it('CG13 fit into a close frame and stay JSON, whatever the path', () => {
    for (const path of ['', 'cues/one/title', 'ü'.repeat(300), '"\\'.repeat(90)]) {
      const reason = closeReason(new DomainError('collab.refused', { role: 'editor', path }))
      expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123)
      expect(JSON.parse(reason)).toMatchObject({ code: 'collab.refused' })
    }
  })

  it('CG13 a refusal is final for this copy, a failure is not', () => {
    expect(closeCodeOf(new DomainError('collab.refused'))).toBe(4403)
    expect(closeCodeOf(new DomainError('auth.revoked'))).toBe(4401)
    expect(closeCodeOf(new Error('database is away'))).toBe(1011)
  })
})
