import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Server } from 'node:http'

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
  origin: string
  usage(): Promise<Usage>
  /** Without a goodbye. */
  kill(): Promise<void>
}

/** Starts a server in a process of its own, so that its time is nobody else's. */
export async function startServer(
  name: 'stallcast' | 'hocuspocus',
  args: readonly string[],
): Promise<ServerProcess> {
  const child: ChildProcess = fork(new URL(`${name}.server.ts`, import.meta.url), args)
  const answer = async (): Promise<unknown> => {
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended`))),
    ])
    return message
  }
  const { origin } = (await answer()) as { origin: string }
  return {
    origin,
    async usage() {
      child.send('usage')
      return (await answer()) as Usage
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
