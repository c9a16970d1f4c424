import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = dirname(dirname(fileURLToPath(import.meta.url)))

export type Links = Record<'host' | 'producer' | 'editor' | 'finance' | 'guest' | 'shop', string>
export type Product = {
  origin: string
  dataDir: string
  show: { id: string; title: string; links: Links }
  /** Ends the launcher with a signal; resolves when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** What the launcher printed. */
  output(): string
  remove(): Promise<void>
}

/**
 * The whole product as a user gets it: the start command on a free port, with a data folder of its own.
 * @param options.dataDir an earlier product's folder, to start it again
 */
export async function startProduct(
  options: { dataDir?: string; port?: number } = {},
): Promise<Product> {
  const folder = options.dataDir
    ? dirname(options.dataDir)
    : await mkdtemp(join(tmpdir(), 'stallcast-e2e-'))
  const dataDir = options.dataDir ?? join(folder, 'data')
  const readyFile = join(folder, `ready-${Date.now()}.json`)
  const port = options.port ?? (await freePort())
  const script = join(repository, 'tools/bootstrap/start.mjs')
  const settings = ['--ready-file', readyFile, '--port', String(port), '--data-dir', dataDir]
  const child = spawn(process.execPath, [script, ...settings], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = await readWhenThere(readyFile, child, () => printed)
  const [show] = ready.shows
  if (!show) throw new Error('the demo show is not in the ready file')
  return {
    origin: ready.origin,
    dataDir,
    show,
    output: () => printed,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return gone
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

type Ready = { origin: string; shows: Product['show'][] }

async function readWhenThere(
  file: string,
  child: ChildProcess,
  printed: () => string,
): Promise<Ready> {
  const deadline = Date.now() + 20 * 60_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the product did not start:\n${printed()}`)
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text) return JSON.parse(text) as Ready
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`the product was not ready in time:\n${printed()}`)
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
