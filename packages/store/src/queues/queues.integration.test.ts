import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  freePort,
  redisIsInstalled,
  startTestDatabase,
  startTestRedis,
  type TestDatabase,
  type TestRedis,
} from '../testing/index.ts'
import { createQueues, createWorker, type QueueConfig } from './index.ts'

let database: TestDatabase
let redis: TestRedis | undefined
beforeAll(async () => {
  database = await startTestDatabase()
  if (redisIsInstalled) redis = await startTestRedis(await freePort())
})
afterAll(async () => {
  await redis?.stop()
  await database.stop()
})

// One contract, both backends: the second wherever a Redis server is installed.
describe.each(['PostgreSQL', 'Redis'] as const)('queues on %s', (backend) => {
  const runnable = backend === 'PostgreSQL' || redisIsInstalled
  const config = (): QueueConfig => ({
    databaseUrl: database.url,
    redisUrl: backend === 'Redis' ? redis?.url : undefined,
  })

  it.runIf(runnable)('QU1 runs a job once, however often its id is added', async () => {
    const queues = createQueues(config())
    const seen: string[] = []
    let done: () => void = () => undefined
    const finished = new Promise<void>((resolve) => (done = resolve))
    const worker = createWorker(config(), 'clip-render', async (payload) => {
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

  it.runIf(runnable)('QU2 tries a failed job again, but not when that is useless', async () => {
    const queues = createQueues(config())
    const tries: Record<string, number> = {}
    let done: () => void = () => undefined
    const finished = new Promise<void>((resolve) => (done = resolve))
    const worker = createWorker(
      config(),
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
