import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { arch, platform, release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { execute } from '../bootstrap/run-command.mjs'
import { mediasoupPackage } from './worker-paths.ts'

const DEFAULT_BASE = 'https://github.com/versatica/mediasoup/releases/download'
const TIMEOUT_MS = 8_000

/**
 * Fetches the worker that the mediasoup project publishes for this system, as its own postinstall
 * does, but gives up soon: behind a closed network the build is the way.
 * @returns what `use` returned, or undefined when there is none to be had
 */
export async function fetchPrebuiltWorker<T>(
  use: (binary: string) => Promise<T>,
): Promise<T | undefined> {
  const { version } = await mediasoupPackage()
  const kernel = platform() === 'linux' ? `-kernel${release().split('.')[0]}` : ''
  const base = process.env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'] || DEFAULT_BASE
  const url = `${base}/${version}/mediasoup-worker-${version}-${platform()}-${arch()}${kernel}.tgz`
  const archive = await download(url)
  if (!archive) return undefined
  const work = await mkdtemp(join(tmpdir(), 'stallcast-worker-prebuilt-'))
  try {
    await writeFile(join(work, 'worker.tgz'), archive)
    const unpacked = await execute('tar', ['-xzf', join(work, 'worker.tgz'), '-C', work])
    if (unpacked.code !== 0) return undefined
    const binary = join(work, 'mediasoup-worker')
    await chmod(binary, 0o755)
    // A binary for another libc or kernel is no error: then it is built.
    return await use(binary).catch(() => undefined)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function download(url: string): Promise<Buffer | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!response.ok) return undefined
    return Buffer.from(await response.arrayBuffer())
  } catch {
    return undefined
  }
}
