import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Coalesced } from './coalesced.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const options = { restMs: 100, log: pino({ level: 'silent' }) }

test('the first call runs at once, the many after it make one more run, each key for itself', async () => {
  const runs: string[] = []
  const work = new Coalesced<string>(async (key) => void runs.push(key), options)
  for (let call = 0; call < 9; call += 1) work.touch('a')
  work.touch('b')
  expect(runs).toEqual(['a', 'b'])
  await vi.advanceTimersByTimeAsync(99)
  expect(runs).toEqual(['a', 'b'])
  await vi.advanceTimersByTimeAsync(1)
  expect(runs).toEqual(['a', 'b', 'a'])
  await vi.advanceTimersByTimeAsync(1000)
  expect(runs).toHaveLength(3)
})

test('what is asked for while it runs is not lost, and a failure is tried again', async () => {
  let runs = 0
  const work = new Coalesced<string>(async () => {
    runs += 1
    if (runs === 1) throw new Error('database away')
  }, options)
  work.touch('a')
  await vi.advanceTimersByTimeAsync(100)
  expect(runs).toBe(2)
})

test('nothing runs after it is closed', async () => {
  let runs = 0
  const work = new Coalesced<string>(async () => void (runs += 1), options)
  work.touch('a')
  work.touch('a')
  work.close()
  work.touch('b')
  await vi.advanceTimersByTimeAsync(1000)
  expect(runs).toBe(1)
})
