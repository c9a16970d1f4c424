import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { connect, type Database } from './database.ts'
import { startTestDatabase, type TestDatabase } from './testing/index.ts'

let test: TestDatabase
let database: Database

beforeAll(async () => {
  test = await startTestDatabase()
  database = connect(test.url)
})

afterAll(async () => {
  await database.destroy()
  await test.stop()
})

const backend = async () =>
  (
    await database.kept.run<{ pid: number }>({ text: 'select pg_backend_pid() as pid', values: [] })
  )[0]?.pid ?? 0
const prepared = { name: 'add one', text: 'select $1::int + 1 as sum', values: [1] }

/** Once it is there, the same connection answers every time. */
const settled = () =>
  vi.waitFor(async () => {
    const pid = await backend()
    expect(await isPooled(pid)).toBe(false)
    return pid
  })

/** Connections of the pool are taken by many at once; the kept one never answers two at a time. */
async function isPooled(pid: number): Promise<boolean> {
  const hold = () => sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(0.02)`
  const rows = await Promise.all(Array.from({ length: 8 }, () => hold().execute(database)))
  return rows.some(({ rows: [row] }) => row?.pid === pid)
}

describe('the kept connection', () => {
  it('answers before it is there, and then by one connection that the pool does not have', async () => {
    expect(await database.kept.run(prepared)).toEqual([{ sum: 2 }])
    const pid = await settled()
    expect([await backend(), await backend()]).toEqual([pid, pid])
    expect(await database.kept.run(prepared)).toEqual([{ sum: 2 }])
    expect(await database.kept.run(prepared)).toEqual([{ sum: 2 }])
  })

  it('lets the pool take what comes while it is busy', async () => {
    const pid = await settled()
    const [slow, quick] = await Promise.all([
      database.kept.run<{ pid: number }>({
        text: 'select pg_backend_pid() as pid, pg_sleep(0.05)',
        values: [],
      }),
      backend(),
    ])
    expect(slow[0]?.pid).toBe(pid)
    expect(quick).not.toBe(pid)
  })

  it('passes errors on and goes on', async () => {
    const pid = await settled()
    await expect(database.kept.run({ text: 'select 1 / 0', values: [] })).rejects.toThrow(/zero/)
    expect(await backend()).toBe(pid)
  })

  it('connects anew after the server has ended it', async () => {
    const pid = await settled()
    await test.run(`select pg_terminate_backend(${pid})`)
    await vi.waitFor(async () => expect(await backend()).not.toBe(pid))
    expect(await settled()).not.toBe(pid)
    expect(await database.kept.run(prepared)).toEqual([{ sum: 2 }])
  })

  it('leaves nothing open, whether it was used or not', async () => {
    const other = connect(test.url)
    other.kept.open()
    await other.kept.run(prepared)
    await other.destroy()
    await expect(other.kept.run(prepared)).rejects.toThrow(/end on the pool/)
  })
})
