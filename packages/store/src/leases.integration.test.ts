import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createLeases, type Leases } from './leases.ts'
import { startTestDatabase, type TestDatabase } from './testing/index.ts'

let test: TestDatabase
const open: Leases[] = []

beforeAll(async () => {
  test = await startTestDatabase()
})
afterAll(() => test.stop())
afterEach(async () => {
  for (const leases of open.splice(0)) await leases.close()
})

function process(onLost: (names: string[]) => void = () => undefined): Leases {
  const leases = createLeases(test.url, onLost)
  open.push(leases)
  return leases
}

/** Breaks the connections that hold leases, as a server that restarts does. */
const breakConnections = () =>
  test.run(`select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and pid <> pg_backend_pid()`)

describe('CG47 leases', () => {
  it('CG47 one process holds a name; when it goes the next may take it', async () => {
    const [a, b] = [process(), process()]
    await expect.poll(() => a.take('show one')).toBe(true)
    await expect.poll(() => b.take('show two')).toBe(true)
    expect(await b.take('show one')).toBe(false)
    expect(await a.take('show one')).toBe(true)
    expect(await b.held(['show one', 'show two', 'show three'])).toEqual(
      new Set(['show one', 'show two']),
    )
    await a.close()
    await expect.poll(() => b.take('show one')).toBe(true)
  })

  it('CG47 a process whose connection breaks gets back what it had', async () => {
    const lost: string[] = []
    const a = process((names) => lost.push(...names))
    await expect.poll(() => a.take('show four')).toBe(true)
    await breakConnections()
    const b = process()
    await expect
      .poll(async () => [...(await b.held(['show four', 'show five']))])
      .toEqual(['show four'])
    expect(await b.take('show four')).toBe(false)
    expect(lost).toEqual([])
  })

  it('CG47 one that comes back too late is told what it has lost', async () => {
    const lost: string[] = []
    const a = process((names) => lost.push(...names))
    await expect.poll(() => a.take('show six')).toBe(true)
    // Another process has it before the first is back: its session, and its lock, stay as they are.
    const grabbing = test.run(`do $$
      declare lock record;
      begin
        select (classid::bigint << 32) | objid::bigint as number, pid into lock
          from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid() limit 1;
        perform pg_terminate_backend(lock.pid);
        perform pg_advisory_xact_lock(lock.number);
        perform pg_sleep(3);
      end $$`)
    await expect.poll(() => lost, { timeout: 5_000 }).toEqual(['show six'])
    await grabbing
    await expect.poll(() => a.take('show six')).toBe(true)
  })
})
