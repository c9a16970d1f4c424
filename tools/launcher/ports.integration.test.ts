import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { assertPortFree, freePorts, mediaPorts } from './ports.ts'

describe('ports', () => {
  let taken: Server | undefined
  afterEach(() => taken?.close())

  async function take(port: number): Promise<void> {
    taken = createServer().listen(port, '127.0.0.1')
    await once(taken, 'listening')
  }

  it('names a port that is in use and the option that takes another', async () => {
    const [port = 0] = await freePorts(1)
    await take(port)
    await expect(assertPortFree('127.0.0.1', port)).rejects.toMatchObject({
      message: `Port ${port} on 127.0.0.1 is in use.`,
      mend: expect.stringContaining('--port '),
    })
  })

  it('accepts a free one', async () => {
    const [port = 0] = await freePorts(1)
    await expect(assertPortFree('127.0.0.1', port)).resolves.toBeUndefined()
  })

  it('says so when the host is not of this machine', async () => {
    await expect(assertPortFree('192.0.2.1', 4600)).rejects.toMatchObject({
      message: expect.stringContaining('192.0.2.1 is not an address of this machine'),
    })
  })

  it('never hands out the same internal port twice', async () => {
    const ports = await freePorts(20)
    expect(new Set(ports).size).toBe(20)
  })

  it('moves media on when the usual port is taken, unless one was asked for', async () => {
    const first = await mediaPorts('127.0.0.1', 21_000, undefined, 1)
    await take(first)
    expect(await mediaPorts('127.0.0.1', 21_000, undefined, 1)).toBeGreaterThan(first)
    await expect(mediaPorts('127.0.0.1', 21_000, first, 1)).rejects.toThrow(`Media port ${first}`)
  })
})
