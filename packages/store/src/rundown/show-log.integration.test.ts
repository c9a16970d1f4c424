import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '@stallcast/shared/crew'
import { createShow } from '../crew/index.ts'
import { listen } from '../listen.ts'
import { startTestDatabase, type TestDatabase } from '../testing/index.ts'
import { commit, latestEvents, readCursor, readEvents, readState, writeCursor } from './index.ts'

let test: TestDatabase
const showId = 'show-log'

beforeAll(async () => {
  test = await startTestDatabase()
  await createShow(test.database, {
    id: showId,
    slug: 'log',
    title: 'Log',
    subtitle: '',
    currency: 'EUR',
    timeZone: 'UTC',
    plannedStartMs: 1_800_000_000_000,
  })
})
afterAll(() => test.stop())

function change(expectedRev: number, types: string[]) {
  return {
    showId,
    domain: 'clock',
    expectedRev,
    atMs: 1_800_000_000_000,
    actor: systemActor,
    state: { rev: expectedRev + 1 },
    events: types.map((type) => ({ type, data: { type } })),
  }
}

describe('the as-run log', () => {
  it('RD20 keeps events and state of a commit together, numbered without gaps', async () => {
    const first = await commit(test.database, change(0, ['a', 'b']))
    const second = await commit(test.database, change(1, ['c']))
    expect([first.rev, second.rev]).toEqual([1, 2])
    expect((await readEvents(test.database, showId, 0)).map((e) => [e.seq, e.type])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ])
    expect(await readState(test.database, showId, 'clock')).toEqual({ rev: 2, state: { rev: 2 } })
  })

  it('RD20 refuses a commit made on an old revision and keeps nothing of it', async () => {
    await expect(commit(test.database, change(1, ['late']))).rejects.toMatchObject({
      code: 'clock.stale',
    })
    expect((await latestEvents(test.database, showId, 1)).map((e) => e.type)).toEqual(['c'])
  })

  it('RD21 numbers the commits of many writers one after another', async () => {
    const before = await latestEvents(test.database, showId, 1)
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        commit(test.database, { ...change(0, ['x', 'y']), domain: `many-${index}` }),
      ),
    )
    const rows = await readEvents(test.database, showId, before[0]?.seq ?? 0)
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => (before[0]?.seq ?? 0) + i + 1))
    expect(rows).toHaveLength(24)
  })

  it('RD22 can be read, never changed', async () => {
    await expect(
      test.database.updateTable('show_events').set({ type: 'forged' }).execute(),
    ).rejects.toThrow(/append-only/)
    await expect(test.database.deleteFrom('show_events').execute()).rejects.toThrow(/append-only/)
  })

  it('RD23 tells listeners which show has moved on', async () => {
    let heard: (showId: string) => void = () => undefined
    const told = new Promise<string>((resolve) => (heard = resolve))
    let connected: () => void = () => undefined
    const ready = new Promise<void>((resolve) => (connected = resolve))
    const listener = listen(test.url, { show_events: (payload) => heard(payload) }, connected)
    await ready
    await commit(test.database, { ...change(0, ['z']), domain: 'told' })
    expect(await told).toBe(showId)
    await listener.close()
  })

  it('RD24 moves a cursor forward only', async () => {
    await writeCursor(test.database, showId, 'offers', 5)
    await writeCursor(test.database, showId, 'offers', 3)
    expect(await readCursor(test.database, showId, 'offers')).toBe(5)
  })
})
