import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../testing/index.ts'
import {
  changeGrant,
  createInvite,
  createShow,
  inviteToken,
  openInvite,
  readGrant,
  readSeat,
  renameSeat,
  revokeInvite,
} from './index.ts'

const secret = '11'.repeat(32)
const showId = 'seats'
const tomorrow = () => new Date(Date.now() + 86_400_000)
let test: TestDatabase

beforeAll(async () => {
  test = await startTestDatabase()
  await createShow(test.database, {
    id: showId,
    slug: showId,
    title: 'Seats',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: 0,
  })
})
afterAll(() => test.stop())

async function invite(role: 'producer' | 'guest', expiresAt = tomorrow()) {
  const row = await createInvite(test.database, { showId, role, label: 'Paul', tint: 1, expiresAt })
  return { row, token: await inviteToken(secret, row) }
}

describe('links and seats', () => {
  it('CR1 a link gives a seat with its role, and the seat can be read back', async () => {
    const { token } = await invite('producer')
    const { seat, cookie } = await openInvite(test.database, secret, token)
    expect(cookie.name).toBe('sc_seat_seats_producer')
    expect(await readSeat(test.database, secret, cookie.value, seat)).toEqual(seat)
  })

  it('CR2 a link that was altered, signed by another or expired is refused by name', async () => {
    const { token, row } = await invite('producer')
    const forged = await inviteToken('22'.repeat(32), row)
    const old = await invite('producer', new Date(Date.now() - 1000))
    const open = (text: string) => openInvite(test.database, secret, text)
    await expect(open(`${token}x`)).rejects.toMatchObject({ code: 'auth.invalid' })
    await expect(open(forged)).rejects.toMatchObject({ code: 'auth.invalid' })
    await expect(open(old.token)).rejects.toMatchObject({ code: 'auth.expired' })
    await expect(open('')).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it('CR3 withdrawing a link ends its seats at once', async () => {
    const { token, row } = await invite('guest')
    const { seat, cookie } = await openInvite(test.database, secret, token)
    expect(await revokeInvite(test.database, row.id)).toEqual([seat.sessionId])
    await expect(readSeat(test.database, secret, cookie.value, seat)).rejects.toMatchObject({
      code: 'auth.revoked',
    })
    await expect(openInvite(test.database, secret, token)).rejects.toMatchObject({
      code: 'auth.revoked',
    })
  })

  it('CR4 a seat is good for its own show and role only', async () => {
    const { token } = await invite('guest')
    const { cookie } = await openInvite(test.database, secret, token)
    const read = (wanted: { showId: string; role: 'guest' | 'producer' }) =>
      readSeat(test.database, secret, cookie.value, wanted)
    // Refused as well, and told why: a browser whose role was changed finds its new desk by it.
    await expect(read({ showId, role: 'producer' })).rejects.toMatchObject({
      code: 'auth.role-changed',
    })
    await expect(read({ showId: 'other', role: 'guest' })).rejects.toMatchObject({
      code: 'auth.invalid',
    })
    await expect(
      readSeat(test.database, secret, token, { showId, role: 'guest' }),
    ).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it('CR5 a person can change the name on the seat', async () => {
    const { token } = await invite('guest')
    const { seat, cookie } = await openInvite(test.database, secret, token)
    await renameSeat(test.database, seat.sessionId, 'Potter')
    expect((await readSeat(test.database, secret, cookie.value, seat)).personName).toBe('Potter')
  })

  it('CR8 a browser that opens its link again keeps its seat; with another link it gets another', async () => {
    const { token } = await invite('guest')
    const first = await openInvite(test.database, secret, token)
    const holds = (value: string) => (name: string) =>
      name === 'sc_seat_seats_guest' ? value : undefined
    const again = await openInvite(test.database, secret, token, holds(first.cookie.value))
    expect(again.seat).toEqual(first.seat)
    const other = await invite('guest')
    const elsewhere = await openInvite(
      test.database,
      secret,
      other.token,
      holds(first.cookie.value),
    )
    expect(elsewhere.seat.sessionId).not.toBe(first.seat.sessionId)
    const broken = await openInvite(test.database, secret, token, holds('broken'))
    expect(broken.seat.sessionId).not.toBe(first.seat.sessionId)
  })
})

describe('links to one view', () => {
  const grant = { view: 'cuesheet', columns: ['title', 'notes'], writable: ['notes'] } as const
  const observe = async (view = grant) => {
    const row = await createInvite(test.database, {
      showId,
      role: 'observer',
      label: 'Kim',
      tint: 2,
      expiresAt: tomorrow(),
      view: { ...view, columns: [...view.columns], writable: [...view.writable] },
    })
    return { row, opened: await openInvite(test.database, secret, await inviteToken(secret, row)) }
  }

  it('VW1 an observer has a grant, anybody else has none', async () => {
    const { opened } = await observe()
    expect(opened.seat.view).toEqual(grant)
    const plain = { showId, label: 'Kim', tint: 0, expiresAt: tomorrow() }
    await expect(createInvite(test.database, { ...plain, role: 'observer' })).rejects.toThrow(
      /invites_grant_of_observers/,
    )
    await expect(
      createInvite(test.database, {
        ...plain,
        role: 'guest',
        view: { view: 'cuesheet', columns: [], writable: [] },
      }),
    ).rejects.toThrow(/invites_grant_of_observers/)
  })

  it('VW2 two links of one show are two seats, and neither is good for the other', async () => {
    const [one, other] = [await observe(), await observe()]
    expect(one.opened.cookie.name).not.toBe(other.opened.cookie.name)
    const read = (inviteId: string | null) =>
      readSeat(test.database, secret, one.opened.cookie.value, {
        showId,
        role: 'observer',
        inviteId,
      })
    expect(await read(one.row.id)).toEqual(one.opened.seat)
    await expect(read(other.row.id)).rejects.toMatchObject({ code: 'auth.invalid' })
    await expect(read(null)).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it('VW3 a changed grant is that of the seats that were taken before, a withdrawn one of none', async () => {
    const { row, opened } = await observe()
    const changed = { view: 'operator' as const, columns: ['title'], writable: [] }
    expect(await changeGrant(test.database, row.id, changed)).toBe(true)
    const { value } = opened.cookie
    expect((await readSeat(test.database, secret, value, opened.seat)).view).toEqual(changed)
    await revokeInvite(test.database, row.id)
    expect(await readGrant(test.database, row.id)).toBeNull()
    expect(await changeGrant(test.database, row.id, grant as never)).toBe(false)
  })
})
