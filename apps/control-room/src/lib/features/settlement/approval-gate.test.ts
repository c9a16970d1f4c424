import { describe, expect, it } from 'vitest'
import { approvalGate } from './approval-gate.ts'

const proposed = { status: 'proposed', proposedBySessionId: 'a', proposedBy: 'Robin' } as const

describe('approval gate', () => {
  it('is open to finance for what another has proposed', () => {
    expect(approvalGate({ role: 'finance', sessionId: 'b' }, proposed)).toEqual({ open: true })
  })

  it('is open for what the system has proposed', () => {
    const bySystem = { ...proposed, proposedBySessionId: null }
    expect(approvalGate({ role: 'finance', sessionId: 'b' }, bySystem)).toEqual({ open: true })
  })

  it('explains why not to one who proposed it', () => {
    expect(approvalGate({ role: 'finance', sessionId: 'a' }, proposed)).toMatchObject({
      open: false,
      reason: expect.stringContaining('own proposal'),
    })
  })

  it('is shut for other roles and for what is decided', () => {
    expect(approvalGate({ role: 'producer', sessionId: 'b' }, proposed).open).toBe(false)
    const paid = { ...proposed, status: 'paid' } as const
    expect(approvalGate({ role: 'finance', sessionId: 'b' }, paid).open).toBe(false)
  })
})
