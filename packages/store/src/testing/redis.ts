import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type TestRedis = { url: string; stop(): Promise<void> }

/** Whether this machine has a Redis server to test on; the product itself needs none. */
export const redisIsInstalled = spawnSync('redis-server', ['--version']).status === 0

/** A real Redis of its own on loopback, gone without a trace afterwards. */
export async function startTestRedis(port: number): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-redis-'))
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  const child = spawn('redis-server', [...settings, '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) resolve()
    })
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}
