import type { Baseline } from '@stallcast/shared/rundown'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../testing/index.ts'
import { keepBaseline, readBaseline } from './index.ts'

let test: TestDatabase

beforeAll(async () => {
  test = await startTestDatabase()
  await test.run(
    `insert into shows (id, slug, title, currency, planned_start_ms) values ('s', 's', 'S', 'EUR', 0)`,
  )
})
afterAll(() => test.stop())

const plan = (atMs: number): Baseline => ({
  atMs,
  startMs: 0,
  endMs: 60_000,
  cues: [
    { cueId: 'a', number: '1', title: 'Welcome', group: null, startMs: 0, durationMs: 60_000 },
  ],
})

it('RD86 the plan of the first GO stands, and nobody changes it', async () => {
  expect(await readBaseline(test.database, 's')).toBeNull()
  await keepBaseline(test.database, 's', plan(1))
  await keepBaseline(test.database, 's', plan(2))
  expect(await readBaseline(test.database, 's')).toEqual(plan(1))
  await expect(test.run(`delete from show_baselines`)).rejects.toThrow(
    /append-only|never changed|cannot/i,
  )
})
