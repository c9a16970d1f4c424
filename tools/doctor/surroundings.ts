import { connect } from 'node:net'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repoDir } from '../bootstrap/paths.mjs'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { NEEDED_FREE_BYTES, freeBytesOf, inMegabytes } from '../launcher/checks.ts'
import { assertPortFree, mediaPorts } from '../launcher/ports.ts'
import type { Part } from './part.ts'

const HOST = '127.0.0.1'
const PORT = 4600
const CONNECT_TIMEOUT_MS = 2_000

export async function examinePorts(): Promise<Part> {
  const name = 'Ports'
  try {
    const mediaPort = await mediaPorts(HOST, PORT, undefined, 1)
    await assertPortFree(HOST, PORT)
    return { name, state: 'ok', version: '', from: `${PORT} and ${mediaPort} (media) are free` }
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    return { name, state: 'optional', version: '', from: error.message, mend: error.mend ?? '' }
  }
}

export async function examineDisk(): Promise<Part> {
  let dir = join(repoDir, '.stallcast', 'data')
  while (!existsSync(dir)) dir = dirname(dir)
  const freeBytes = await freeBytesOf(dir)
  return {
    name: 'Disk',
    state: freeBytes >= NEEDED_FREE_BYTES ? 'ok' : 'missing',
    version: '',
    from: `${inMegabytes(freeBytes)} MB free at ${dir}`,
    mend: `free ${inMegabytes(NEEDED_FREE_BYTES)} MB, or use another disk with --data-dir D`,
  }
}

export async function examineRedis(): Promise<Part> {
  const name = 'Redis'
  const given = process.env['REDIS_URL']
  if (!given) {
    return { name, state: 'ok', version: '', from: 'not used: jobs run on PostgreSQL' }
  }
  const { hostname, port } = new URL(given)
  const answer = await askRedis(hostname, Number(port || 6379))
  const version = /redis_version:(\S+)/.exec(answer)?.[1] ?? ''
  const where = `REDIS_URL: ${hostname}:${port || 6379}`
  if (answer) return { name, state: 'ok', version, from: where }
  const mend = 'start that Redis, correct REDIS_URL, or unset it to use PostgreSQL'
  return { name, state: 'missing', version, from: `${where} does not answer`, mend }
}

export function examinePayments(): Part {
  const name = 'Payments'
  const key = process.env['STRIPE_SECRET_KEY']
  if (!key)
    return { name, state: 'ok', version: '', from: 'bundled emulator (no STRIPE_SECRET_KEY)' }
  const mode = /^(sk|rk)_(test|live)_/.exec(key)?.[2]
  if (!mode) {
    const mend = 'use a key that begins with sk_test_ or sk_live_, or unset it for the emulator'
    return { name, state: 'missing', version: '', from: 'STRIPE_SECRET_KEY is no Stripe key', mend }
  }
  if (process.env['STRIPE_PUBLISHABLE_KEY'] && process.env['STRIPE_WEBHOOK_SECRET']) {
    return { name, state: 'ok', version: '', from: `Stripe, ${mode} mode` }
  }
  const mend = 'set STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET too'
  return { name, state: 'missing', version: '', from: `Stripe, ${mode} mode, half set up`, mend }
}

/** @returns its INFO (an error reply counts as an answer), or '' when nobody answers */
async function askRedis(host: string, port: number): Promise<string> {
  const socket = connect({ host, port })
  socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error('timeout')))
  try {
    await once(socket, 'connect')
    socket.write('INFO server\r\n')
    const [chunk]: Buffer[] = await once(socket, 'data')
    return chunk?.toString('utf8') ?? ''
  } catch {
    return ''
  } finally {
    socket.destroy()
  }
}
