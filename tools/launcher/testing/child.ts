import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A process that says it is there and then lives until it is stopped. */
export async function spawnSleeper(): Promise<ChildProcess> {
  return await spawnScript(`process.stdout.write('up'); setInterval(() => {}, 1e6)`)
}

/** A process that runs `script` and prints something once it is under way. */
export async function spawnScript(script: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (child.stdout) await once(child.stdout, 'data')
  return child
}
