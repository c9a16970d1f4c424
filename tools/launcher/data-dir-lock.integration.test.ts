import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDataDir } from './data-dir-lock.ts'
import { identify, isRunning } from './process-table.ts'
import { spawnSleeper } from './testing/child.ts'

const origin = 'http://127.0.0.1:4600'

describe('the lock of a data folder', () => {
  let dataDir: string
  let file: string
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'stallcast-lock-'))
    file = join(dataDir, 'launcher.json')
  })
  afterEach(() => rm(dataDir, { recursive: true, force: true }))

  /** A lock as a launcher leaves it that was killed outright. */
  async function leaveLock(children: readonly object[]): Promise<void> {
    const launcher = await spawnSleeper()
    const gone = identify(launcher.pid ?? 0)
    launcher.kill('SIGKILL')
    await once(launcher, 'exit')
    await writeFile(file, JSON.stringify({ launcher: gone, origin, children }))
  }

  it('refuses a second start, naming the process and both ways out', async () => {
    const lock = await lockDataDir(dataDir, origin)
    const second = lockDataDir(dataDir, 'http://127.0.0.1:4700')
    await expect(second).rejects.toMatchObject({
      message: `Stallcast already runs on ${dataDir}: process ${process.pid}, ${origin}.`,
      mend: expect.stringMatching(/kill \d+.*--data-dir/),
    })
    await lock.release()
  })

  it('leaves nothing behind when it is released', async () => {
    const lock = await lockDataDir(dataDir, origin)
    await lock.record([{ name: 'relay', pid: 1, startId: 'x' }])
    await lock.release()
    expect(await readdir(dataDir)).toEqual([])
  })

  it('takes over the lock of a killed launcher and ends the children it had', async () => {
    const orphan = await spawnSleeper()
    const id = identify(orphan.pid ?? 0)
    await leaveLock([{ name: 'relay', ...id }])
    const lock = await lockDataDir(dataDir, origin)
    expect(lock.healed).toEqual([{ name: 'relay', ...id }])
    expect(isRunning(id)).toBe(false)
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      launcher: { pid: process.pid },
    })
    await lock.release()
  })

  it('leaves a process alone that has got the number of a child since', async () => {
    const stranger = await spawnSleeper()
    const pid = stranger.pid ?? 0
    await leaveLock([{ name: 'relay', pid, startId: 'another birth' }])
    const lock = await lockDataDir(dataDir, origin)
    expect(lock.healed).toEqual([])
    expect(isRunning(identify(pid))).toBe(true)
    stranger.kill('SIGKILL')
    await lock.release()
  })

  it('a half-written lock belongs to nobody', async () => {
    await writeFile(file, '{"launcher": {"pid"')
    const lock = await lockDataDir(dataDir, origin)
    await lock.release()
  })

  it('goes to one of many that start at once', async () => {
    await leaveLock([])
    const started = await Promise.allSettled(
      Array.from({ length: 8 }, () => lockDataDir(dataDir, origin)),
    )
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
