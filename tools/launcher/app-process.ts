import { spawn, type ChildProcess } from 'node:child_process'
import { z } from 'zod'
import { repoDir } from '../bootstrap/paths.mjs'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { openChildLog } from './child-log.ts'

const READY_TIMEOUT_MS = 90_000

const readyMessage = z.object({ type: z.literal('ready') })

export type AppProcess = {
  name: string
  /** Path of the entry module below the root of the checkout. */
  script: string
  env: NodeJS.ProcessEnv
  dataDir: string
  /** Called as soon as the process exists. */
  onSpawn: (child: ChildProcess) => void
}

/**
 * Starts one of our own programs and waits until it says over IPC that it accepts work.
 * @throws SetupProblem with its last words when it ends or stays silent
 */
export async function startApp({
  name,
  script,
  env,
  dataDir,
  onSpawn,
}: AppProcess): Promise<ChildProcess> {
  const log = await openChildLog(dataDir, name)
  const child = spawn(process.execPath, [script], {
    cwd: repoDir,
    env,
    // Its own session: a Ctrl-C at the terminal reaches the launcher only, which stops them in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  if (child.stdout) log.follow(child.stdout)
  if (child.stderr) log.follow(child.stderr)
  onSpawn(child)
  return await new Promise((resolve, reject) => {
    const fail = (how: string) => {
      clearTimeout(timer)
      reject(new SetupProblem(`${name} ${how}.\n${lastWords(log.lastLines())}`, `see ${log.file}`))
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      fail(`did not become ready within ${READY_TIMEOUT_MS / 1000} s`)
    }, READY_TIMEOUT_MS)
    child.once('error', (error) => fail(`could not be started: ${error.message}`))
    // 'close' rather than 'exit': its last words have been read by then.
    child.once('close', (code, signal) => fail(`ended at once (${signal ?? `exit code ${code}`})`))
    child.on('message', (message) => {
      if (!readyMessage.safeParse(message).success) return
      clearTimeout(timer)
      resolve(child)
    })
  })
}

/** The error that ended a process, without the stack it comes with; else its last lines. */
function lastWords(lines: readonly string[]): string {
  const at = lines.findLastIndex((line) => /^\w*Error\b|^\{"level":(50|60)/.test(line))
  return (at < 0 ? lines.slice(-5) : lines.slice(at, at + 3)).join('\n')
}
