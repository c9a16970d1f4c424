import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stripe } from 'stripe'
import { afterEach, describe, expect, it } from 'vitest'
import { EMULATED_SECRET_KEY } from './keys.ts'
import { pay } from './testing.ts'

const cleanups: (() => Promise<unknown> | unknown)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Started = { child: ChildProcess; stripe: Stripe; origin: string }

async function start(dataDir: string, env: Record<string, string> = {}): Promise<Started> {
  const child = launch(dataDir, { PORT: '0', ...env })
  const [message] = await once(child, 'message')
  expect(message).toMatchObject({ type: 'ready' })
  const origin = String(message.origin)
  const { hostname, port } = new URL(origin)
  const stripe = new Stripe(EMULATED_SECRET_KEY, { host: hostname, port, protocol: 'http' })
  return { child, stripe, origin }
}

function launch(dataDir: string, env: Record<string, string>): ChildProcess {
  const child = fork(join(import.meta.dirname, 'main.ts'), {
    env: { PATH: process.env['PATH'], STALLCAST_DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  cleanups.push(() => child.kill('SIGKILL'))
  return child
}

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-emulator-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

describe('the process', () => {
  it('SE21 says when it is ready, ends cleanly on SIGTERM, and holds its state over a kill -9', async () => {
    const dataDir = await dataFolder()
    const first = await start(dataDir, { STALLCAST_ORIGIN: 'https://shop.example' })
    const paid = await pay(first.stripe, 2400)
    const waiting = await first.stripe.paymentIntents.create({
      amount: 500,
      currency: 'eur',
      confirm: true,
      payment_method: 'pm_card_authenticationRequired',
      return_url: 'https://shop.example/thanks',
    })
    expect(waiting.next_action?.redirect_to_url?.url).toMatch(
      /^https:\/\/shop\.example\/stripe-emulator\/authorise\/pi_/,
    )
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')

    const second = await start(dataDir)
    expect((await second.stripe.paymentIntents.retrieve(paid.id)).status).toBe('succeeded')
    const behindProxy = await fetch(`${second.origin}/stripe-emulator/`)
    expect(await behindProxy.text()).toContain('This is not Stripe')
    second.child.kill('SIGTERM')
    expect(await once(second.child, 'exit')).toEqual([0, null])
  })

  it('SE21 ends when its launcher is gone', async () => {
    const { child } = await start(await dataFolder())
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('SE21 says which port is taken, and which setting is missing', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    cleanups.push(() => other.close())
    const { port } = other.address() as AddressInfo
    const dataDir = await dataFolder()
    expect(await deathOf(launch(dataDir, { PORT: String(port) }))).toContain(
      `127.0.0.1:${port} is already in use`,
    )
    expect(await deathOf(launch(dataDir, {}))).toContain('PORT')
  })
})

/** What the process wrote before it ended by itself; it must not have ended well. */
async function deathOf(child: ChildProcess): Promise<string> {
  const chunks: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk.toString('utf8')))
  const [code] = await once(child, 'close')
  expect(code).toBe(1)
  return chunks.join('')
}
