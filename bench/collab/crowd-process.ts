import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CrowdOrder, CrowdResult } from './crowd.ts'
import type { ServerProcess } from './server-process.ts'

export type Measured = CrowdResult & {
  /** Of the server's process, from the first edit to the last delivery. */
  serverCpuMs: number
  serverRssMb: number
}

/** Joining is hard work for both sides; what is measured begins when it is over. */
const settleMs = 1_000

export async function measureCrowd(order: CrowdOrder, server: ServerProcess): Promise<Measured> {
  const child = fork(new URL('crowd.client.ts', import.meta.url))
  const answer = async (): Promise<unknown> => {
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('the clients ended'))),
    ])
    return message
  }
  try {
    child.send(order)
    await answer()
    await sleep(settleMs)
    const before = await server.usage()
    child.send('go')
    const result = (await answer()) as CrowdResult
    const after = await server.usage()
    return { ...result, serverCpuMs: after.cpuMs - before.cpuMs, serverRssMb: after.rssMb }
  } finally {
    child.kill('SIGKILL')
  }
}
