import { setTimeout as sleep } from 'node:timers/promises'
import { startChild } from './child.ts'
import type { CrowdOrder, CrowdResult } from './crowd.ts'
import type { ServerProcess } from './server-process.ts'

export type Measured = CrowdResult & {
  /** Of the server's process, from the first edit to the last delivery. */
  serverCpuMs: number
  serverRssMb: number
}

/** Nothing is measured before joining is over and the server has warmed to its work. */
const settleMs = 500

export async function measureCrowd(
  order: Omit<CrowdOrder, 'dialect' | 'origin'>,
  server: ServerProcess,
): Promise<Measured> {
  const clients = startChild('crowd.client.ts')
  try {
    clients.send({ ...order, dialect: server.dialect, origin: server.origin })
    await clients.answer()
    await sleep(settleMs)
    const before = await server.usage()
    clients.send('go')
    const result = (await clients.answer()) as CrowdResult
    const after = await server.usage()
    return { ...result, serverCpuMs: after.cpuMs - before.cpuMs, serverRssMb: after.rssMb }
  } finally {
    await clients.kill()
  }
}
