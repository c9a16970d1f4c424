import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LockedChild } from './data-dir-lock.ts'
import { identify, isRunning } from './process-table.ts'
import { Supervisor, type SupervisedProcess } from './supervisor.ts'
import { spawnScript, spawnSleeper } from './testing/child.ts'

describe('the supervisor', () => {
  let children: readonly LockedChild[] = []
  const gaveUp: string[] = []
  let supervisor = fresh()
  afterEach(async () => {
    await supervisor.stop()
    gaveUp.length = 0
    supervisor = fresh()
  })

  function fresh(): Supervisor {
    return new Supervisor(
      (now) => {
        children = now
      },
      (name) => gaveUp.push(name),
    )
  }

  const sleeper = (name: string, stopOrder = 1): SupervisedProcess => ({
    name,
    stopOrder,
    stopSignal: 'SIGTERM',
    spawn: spawnSleeper,
  })

  it('starts a process that died again, as another one', async () => {
    await supervisor.start(sleeper('relay'))
    const [first] = children
    process.kill(first?.pid ?? 0, 'SIGKILL')
    await vi.waitFor(() => expect(children[0]?.pid).not.toBe(first?.pid), { timeout: 10_000 })
    await vi.waitFor(() => expect(children).toHaveLength(1), { timeout: 10_000 })
    expect(gaveUp).toEqual([])
  })

  it('gives up on one that keeps dying', async () => {
    await supervisor.start({
      ...sleeper('relay'),
      spawn: () => spawnScript(`process.stdout.write('up')`),
    })
    await vi.waitFor(() => expect(gaveUp).toEqual(['relay']), { timeout: 20_000 })
  })

  it('does not try again what never came up', async () => {
    const spawn = vi.fn(() => Promise.reject(new Error('no such file')))
    await expect(supervisor.start({ ...sleeper('relay'), spawn })).rejects.toThrow('no such file')
    expect(spawn).toHaveBeenCalledOnce()
  })

  it('stops in order and leaves nothing running', async () => {
    const order: string[] = []
    for (const [name, stopOrder] of [
      ['postgres', 3],
      ['relay', 1],
      ['emulator', 2],
    ] as const) {
      const definition = sleeper(name, stopOrder)
      await supervisor.start({
        ...definition,
        spawn: async () => {
          const child = await spawnSleeper()
          child.once('exit', () => order.push(name))
          return child
        },
      })
    }
    const started = [...children]
    await supervisor.stop()
    expect(order).toEqual(['relay', 'emulator', 'postgres'])
    expect(started.filter(isRunning)).toEqual([])
    expect(children).toEqual([])
  })

  it('ends one that does not listen, in the end', async () => {
    const stubborn = await spawnScript(
      `process.on('SIGTERM', () => {}); process.stdout.write('up'); setInterval(() => {}, 1e6)`,
    )
    const id = identify(stubborn.pid ?? 0)
    await supervisor.start({ ...sleeper('relay'), spawn: () => Promise.resolve(stubborn) })
    await supervisor.kill()
    expect(isRunning(id)).toBe(false)
  })

  it('starts nothing once it stops', async () => {
    await supervisor.stop()
    await expect(supervisor.start(sleeper('relay'))).rejects.toThrow('stopping')
  })
})
