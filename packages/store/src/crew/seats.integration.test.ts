import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../testing/index.ts'
import {
  createInvite,
  createShow,
  inviteToken,
  openInvite,
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
    await expect(read({ showId, role: 'producer' })).rejects.toMatchObject({ code: 'auth.invalid' })
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
