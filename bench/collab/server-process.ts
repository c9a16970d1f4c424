import type { Server } from 'node:http'
import { startChild } from './child.ts'
import type { Dialect } from './dialect.ts'

export type Usage = { cpuMs: number; rssMb: number }

/** Inside the child: says where it listens, and what it has used whenever it is asked. */
export function serve(http: Server): void {
  const at = http.address()
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMs: (user + system) / 1_000, rssMb: process.memoryUsage.rss() / 1e6 })
  })
  // Whoever measures has gone.
  process.on('disconnect', () => process.exit())
  process.send?.({ origin: `ws://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}` })
}

export type ServerProcess = {
  dialect: Dialect
  origin: string
  usage(): Promise<Usage>
  /** Without a goodbye. */
  kill(): Promise<void>
}

/** Starts a server in a process of its own, so that its time is nobody else's. */
export async function startServer(dialect: Dialect, arg: string): Promise<ServerProcess> {
  const child = startChild(`${dialect}.server.ts`, [arg])
  const { origin } = (await child.answer()) as { origin: string }
  return {
    dialect,
    origin,
    async usage() {
      child.send('usage')
      return (await child.answer()) as Usage
    },
    kill: () => child.kill(),
  }
}
