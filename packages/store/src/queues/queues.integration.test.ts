import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createQueues, createWorker } from './index.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await startTestDatabase()
})
afterAll(() => test.stop())

describe('queues on PostgreSQL', () => {
  it('QU1 runs a job once, however often its id is added', async () => {
    const queues = createQueues({ databaseUrl: test.url })
    const seen: string[] = []
    let done: () => void = () => undefined
    const finished = new Promise<void>((resolve) => (done = resolve))
    const worker = createWorker({ databaseUrl: test.url }, 'clip-render', async (payload) => {
      seen.push(payload.clipId)
      if (payload.clipId === 'last') done()
    })
    await queues.add('clip-render', 'one', { clipId: 'one' })
    await queues.add('clip-render', 'one', { clipId: 'one' })
    await queues.add('clip-render', 'last', { clipId: 'last' })
    await finished
    expect(seen).toEqual(['one', 'last'])
    await worker.close()
    await queues.close()
  })

  it('QU2 tries a failed job again, but not when that is useless', async () => {
    const queues = createQueues({ databaseUrl: test.url })
    const tries: Record<string, number> = {}
    let done: () => void = () => undefined
    const finished = new Promise<void>((resolve) => (done = resolve))
    const worker = createWorker(
      { databaseUrl: test.url },
      'hold-expire',
      async ({ orderId }, { attempt }) => {
        tries[orderId] = attempt
        if (orderId === 'shaky' && attempt < 2) throw new Error('later')
        if (orderId === 'useless') throw new TypeError('never')
        done()
      },
      { permanent: (error) => error instanceof TypeError },
    )
    await queues.add('hold-expire', 'useless', { orderId: 'useless' })
    await queues.add('hold-expire', 'shaky', { orderId: 'shaky' })
    await finished
    expect(tries).toEqual({ useless: 1, shaky: 2 })
    await worker.close()
    await queues.close()
  })
})
