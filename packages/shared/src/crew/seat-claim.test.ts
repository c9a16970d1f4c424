import { describe, expect, it } from 'vitest'
import { parseSeatClaim, parseSeatCookie, seatClaim, seatCookieName } from './seat-claim.ts'
import { invitedRoles } from './role.schema.ts'

describe('which seat a call means', () => {
  it('VW2 names an observer by the link, anybody else by the role', () => {
    expect(seatClaim({ role: 'producer' })).toBe('producer')
    expect(seatClaim({ role: 'observer', inviteId: 'a-1' })).toBe('observer.a-1')
    expect(parseSeatClaim('producer')).toEqual({ role: 'producer', inviteId: null })
    expect(parseSeatClaim('observer.a-1')).toEqual({ role: 'observer', inviteId: 'a-1' })
  })

  it.each(['', 'king', 'observer', 'observer.', 'observer.a.b', 'observer.a_b', 'host.a-1'])(
    'VW2 takes %j for no seat',
    (text) => {
      expect(parseSeatClaim(text)).toBeNull()
    },
  )

  it('VW2 keeps two links of one show in two cookies, and reads each back', () => {
    const names = ['a-1', 'b-2'].map((id) => seatCookieName('my_show', 'observer', id))
    expect(new Set(names).size).toBe(2)
    expect(names.map((name) => parseSeatCookie(name)?.inviteId)).toEqual(['a-1', 'b-2'])
    for (const role of invitedRoles.filter((each) => each !== 'observer')) {
      expect(parseSeatCookie(seatCookieName('my_show', role))).toEqual({
        showId: 'my_show',
        role,
        inviteId: null,
      })
    }
    for (const other of ['session', 'sc_seat_x', 'sc_seat_x_observer', 'sc_seat_x_host_a']) {
      expect(parseSeatCookie(other)).toBeNull()
    }
  })
})
