import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInvite } from './invites.repo.ts'
import { changeSeatRole, readSeatRole } from './seat-role.repo.ts'
import { inviteToken, openInvite, readSeat } from './seats.repo.ts'
import { createShow } from './shows.repo.ts'

const secret = 'ab'.repeat(32)
let postgres: TestDatabase

beforeAll(async () => {
  postgres = await startTestDatabase()
  for (const id of ['s', 'other']) {
    await createShow(postgres.database, {
      id,
      slug: id,
      title: id,
      subtitle: '',
      currency: 'EUR',
      timeZone: 'UTC',
      plannedStartMs: 0,
    })
  }
})

afterAll(() => postgres.stop())

async function seated(role: 'editor' | 'guest') {
  const { database } = postgres
  const expiresAt = new Date(Date.now() + 3_600_000)
  const invite = await createInvite(database, {
    showId: 's',
    role,
    label: 'Ana',
    tint: 0,
    expiresAt,
    view: null,
  })
  const token = await inviteToken(secret, invite)
  return { token, ...(await openInvite(database, secret, token)) }
}

describe('a role that changes in the middle of a show', () => {
  it('CG67 leaves the session what it is, and the browser finds its new place by the old cookie', async () => {
    const { database } = postgres
    const { token, seat, cookie } = await seated('editor')
    const change = { showId: 's', sessionId: seat.sessionId, role: 'host' } as const
    expect(await changeSeatRole(database, change)).toBe('editor')
    const asEditor = readSeat(database, secret, cookie.value, { showId: 's', role: 'editor' })
    await expect(asEditor).rejects.toMatchObject({
      code: 'auth.role-changed',
      params: { role: 'host' },
    })
    const { role } = await readSeatRole(database, secret, cookie.value, 's')
    expect(role).toBe('host')
    const now = await readSeat(database, secret, cookie.value, { showId: 's', role: 'host' })
    expect(now).toMatchObject({ sessionId: seat.sessionId, role: 'host', personName: 'Ana' })
    // Whoever opens the link again does not get the old role back.
    const again = await openInvite(database, secret, token)
    expect(again.seat.role).toBe('host')
  })

  it('CG67 is for seats of the crew in this show that have not ended', async () => {
    const { database } = postgres
    const guest = await seated('guest')
    const editor = await seated('editor')
    const role = 'producer'
    for (const change of [
      { showId: 's', sessionId: guest.seat.sessionId, role },
      { showId: 'other', sessionId: editor.seat.sessionId, role },
      { showId: 's', sessionId: 'nobody', role },
    ] as const) {
      await expect(changeSeatRole(database, change)).rejects.toMatchObject({ code: 'seat.unknown' })
    }
    await postgres.run(
      `update sessions set revoked_at = now() where id = '${editor.seat.sessionId}'`,
    )
    const ended = { showId: 's', sessionId: editor.seat.sessionId, role } as const
    await expect(changeSeatRole(database, ended)).rejects.toMatchObject({ code: 'seat.unknown' })
    await expect(readSeatRole(database, secret, editor.cookie.value, 's')).rejects.toMatchObject({
      code: 'auth.revoked',
    })
  })
})
