import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { step } from '../bootstrap/progress.mjs'
import { installSystemPart } from '../bootstrap/system-packages.mjs'
import { buildWorker } from './build.ts'
import { withCacheLock } from './cache-lock.ts'
import { fetchPrebuiltWorker } from './prebuilt.ts'
import { proveWorker } from './prove.ts'
import { missingForBuild } from './requirements.ts'
import { workerCacheDir } from './worker-paths.ts'

export type WorkerSource = 'MEDIASOUP_WORKER_BIN' | 'prebuilt' | 'built here'
export type WorkerBinary = { path: string; source: WorkerSource }

/**
 * The media worker to run: the one named by MEDIASOUP_WORKER_BIN, the one in the cache, the one the
 * mediasoup project publishes, or one built here, in that order.
 * @throws SetupProblem naming what is missing and the command that installs it
 */
export async function resolveWorker(): Promise<WorkerBinary> {
  const ready = await findWorker()
  if (ready) return ready
  const folder = await workerCacheDir()
  await mkdir(dirname(folder), { recursive: true })
  const lock = `${folder}.lock`
  return await withCacheLock(
    lock,
    (owner) =>
      process.stderr.write(`… Process ${owner} is getting the media worker; waiting for it\n`),
    async () => (await findWorker()) ?? (await obtain(folder)),
  )
}

/** The worker that is there already, without fetching or building anything. */
export async function findWorker(): Promise<WorkerBinary | undefined> {
  const given = process.env['MEDIASOUP_WORKER_BIN']
  if (given) {
    if (existsSync(given)) return { path: given, source: 'MEDIASOUP_WORKER_BIN' }
    throw new SetupProblem(
      `MEDIASOUP_WORKER_BIN names ${given}, and there is no such file.`,
      'correct it, or unset it to have the worker fetched or built',
    )
  }
  const folder = await workerCacheDir()
  const path = join(folder, 'mediasoup-worker')
  if (!existsSync(path)) return undefined
  const source = (await readFile(join(folder, 'source'), 'utf8')).trim()
  return { path, source: source === 'prebuilt' ? 'prebuilt' : 'built here' }
}

async function obtain(folder: string): Promise<WorkerBinary> {
  const keep = (source: WorkerSource) => async (binary: string) => {
    await proveWorker(binary)
    return await store(binary, folder, source)
  }
  const prebuilt = await step('Fetching the media worker', () =>
    fetchPrebuiltWorker(keep('prebuilt')),
  )
  if (prebuilt) return prebuilt
  const missing = await missingForBuild()
  if (missing.length > 0) {
    await installSystemPart('worker-build', {
      missing: `To build the media worker, this system lacks ${missing.join(', ')}.`,
    })
  }
  return await step('Building the media worker (about 4 minutes on 2 cores, once)', (report) =>
    buildWorker(report, keep('built here')),
  )
}

/** Puts a proven binary in the cache in one move, so that no one ever sees half of it. */
async function store(binary: string, folder: string, source: WorkerSource): Promise<WorkerBinary> {
  const fresh = `${folder}.new-${process.pid}`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh)
  await cp(binary, join(fresh, 'mediasoup-worker'))
  await chmod(join(fresh, 'mediasoup-worker'), 0o755)
  await writeFile(join(fresh, 'source'), `${source}\n`)
  await rm(folder, { recursive: true, force: true })
  await rename(fresh, folder)
  return { path: join(folder, 'mediasoup-worker'), source }
}
