import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { repoDir } from '../tools/bootstrap/paths.mjs'
import { freePorts } from '../tools/launcher/ports.ts'
import { readySchema, type Ready } from '../tools/launcher/ready.schema.ts'

export type RunningProduct = {
  ready: Ready
  /** From the command to the ready file, in seconds. */
  readyAfterS: number
  /** The process of the command itself; everything else is below it. */
  pid: number
  stop(): Promise<void>
}

/** Starts Stallcast as a person does, with `npm start`, and waits until it says that it is ready. */
export async function startProduct(
  dataDir: string,
  env: NodeJS.ProcessEnv = {},
): Promise<RunningProduct> {
  const scratch = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  const readyFile = join(scratch, 'ready.json')
  const [port = 0] = await freePorts(1)
  const startedMs = performance.now()
  const child = spawn(
    'npm',
    [
      'start',
      '--silent',
      '--',
      `--ready-file=${readyFile}`,
      `--port=${port}`,
      `--data-dir=${dataDir}`,
    ],
    { cwd: repoDir, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  try {
    const ready = await untilReady(child, readyFile)
    return {
      ready,
      readyAfterS: (performance.now() - startedMs) / 1000,
      pid: child.pid ?? 0,
      stop: () => stop(child, scratch),
    }
  } catch (error) {
    await stop(child, scratch)
    throw error
  }
}

async function untilReady(child: ChildProcess, file: string): Promise<Ready> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text) return readySchema.parse(JSON.parse(text))
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`)
    await sleep(20)
  }
}

async function stop(child: ChildProcess, scratch: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  await rm(scratch, { recursive: true, force: true })
}
