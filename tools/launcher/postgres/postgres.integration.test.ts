import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ChildProcess } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import pg from 'pg'
import { freePorts } from '../ports.ts'
import { identify, isRunning } from '../process-table.ts'
import { preparePostgres, type PreparedPostgres } from './server.ts'

describe('the embedded PostgreSQL', () => {
  let dataDir: string
  const running: ChildProcess[] = []

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'stallcast-postgres-'))
    await chmod(dataDir, 0o755)
  })
  afterEach(async () => {
    for (const child of running.splice(0)) await end(child)
    await rm(dataDir, { recursive: true, force: true })
  })

  async function prepare(dir = dataDir): Promise<PreparedPostgres> {
    const [port = 0] = await freePorts(1)
    return await preparePostgres({ dataDir: dir, port, logFile: join(dir, 'postgres.log') })
  }
  async function start(prepared: PreparedPostgres): Promise<ChildProcess> {
    const child = await prepared.spawn()
    running.push(child)
    return child
  }
  async function end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGINT')
    await once(child, 'exit')
  }
  async function query(databaseUrl: string, text: string): Promise<pg.QueryResultRow[]> {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }

  it('is version 18, keeps what was written, and asks for its password', async () => {
    const first = await prepare()
    const server = await start(first)
    const [row] = await query(first.databaseUrl, 'select version()')
    expect(row?.['version']).toMatch(/^PostgreSQL 18\./)
    await query(first.databaseUrl, 'create table kept (n int)')
    await end(server)
    const second = await prepare()
    await start(second)
    expect(await query(second.databaseUrl, 'select n from kept')).toEqual([])
    const guessed = second.databaseUrl.replace(/:[0-9a-f]+@/, ':guess@')
    await expect(query(guessed, 'select 1')).rejects.toThrow(/password/)
  })

  it('stops a server that a killed launcher left on the folder', async () => {
    const left = identify((await start(await prepare())).pid ?? 0)
    const again = await prepare()
    expect(isRunning(left)).toBe(false)
    await start(again)
  })

  it('does not mind the pid file of a server that is gone', async () => {
    const first = await prepare()
    await end(await start(first))
    // A number that is in use by now, by someone else.
    await writeFile(join(first.folder, 'postmaster.pid'), `${process.pid}\n${first.folder}\n`)
    await start(await prepare())
  })

  it('two data folders do not meet', async () => {
    const other = await mkdtemp(join(tmpdir(), 'stallcast-postgres-'))
    await chmod(other, 0o755)
    const [one, two] = [await prepare(), await prepare(other)]
    await start(one)
    const second = await start(two)
    await query(one.databaseUrl, 'create table mine (n int)')
    await expect(query(two.databaseUrl, 'select n from mine')).rejects.toThrow(/does not exist/)
    await end(second)
    await rm(other, { recursive: true, force: true })
  })

  describe('a broken folder is named and left as it was', () => {
    let folder: string
    beforeEach(async () => {
      folder = (await prepare()).folder
    })

    async function expectRefusal(why: RegExp): Promise<void> {
      const before = await fingerprint(folder)
      await expect(prepare()).rejects.toMatchObject({
        message: expect.stringMatching(why),
        mend: expect.stringMatching(/--data-dir.*move/),
      })
      expect(await fingerprint(folder)).toEqual(before)
    }

    it('without its version', async () => {
      await rm(join(folder, 'PG_VERSION'))
      await expectRefusal(/lacks PG_VERSION/)
    })

    it('of another version', async () => {
      await writeFile(join(folder, 'PG_VERSION'), '14\n')
      await expectRefusal(/made by PostgreSQL 14, not 18/)
    })

    it('whose version is garbage', async () => {
      await writeFile(join(folder, 'PG_VERSION'), Buffer.from([0x67, 0xff, 0x01, 0x0a]))
      await expectRefusal(/damaged: its PG_VERSION holds no version/)
    })

    it('that holds something else', async () => {
      await rm(folder, { recursive: true })
      await mkdir(folder)
      await writeFile(join(folder, 'holiday.jpg'), 'not a database')
      await expectRefusal(/lacks PG_VERSION/)
    })

    it('whose control file is damaged', async () => {
      await writeFile(join(folder, 'global/pg_control'), 'x'.repeat(8192))
      const prepared = await prepare()
      await expect(prepared.spawn()).rejects.toMatchObject({
        message: expect.stringMatching(/does not start: .*(pg_control|incompatible)/),
      })
    })
  })

  it('an interrupted creation is begun anew', async () => {
    await mkdir(join(dataDir, 'postgres.new-1'), { recursive: true })
    await start(await prepare())
    expect(await readdir(dataDir)).not.toContain('postgres.new-1')
  })

  describe.runIf(process.getuid?.() === 0)('whose account cannot reach the data folder', () => {
    let closed: string
    const homes: string[] = []
    beforeEach(async () => {
      await chmod(dataDir, 0o700)
      closed = join(dataDir, 'data')
      await mkdir(closed)
    })
    afterEach(async () => {
      for (const home of homes.splice(0)) await rm(home, { recursive: true, force: true })
    })
    async function prepareClosed(dir = closed): Promise<PreparedPostgres> {
      const prepared = await prepare(dir)
      homes.push(dirname(prepared.folder))
      return prepared
    }

    it('lies elsewhere, says so once, and is found again', async () => {
      const prepared = await prepareClosed()
      expect(prepared.moved).toBe(true)
      expect(prepared.folder.startsWith(closed)).toBe(false)
      await end(await start(prepared))
      expect(await prepareClosed()).toMatchObject({ folder: prepared.folder, moved: false })
    })

    it('stays when its data folder was put aside, and goes with it', async () => {
      const { folder } = await prepareClosed()
      const aside = join(dataDir, 'aside')
      await rename(closed, aside)
      await mkdir(closed)
      expect((await prepareClosed()).folder).not.toBe(folder)
      expect((await prepareClosed(aside)).folder).toBe(folder)
    })

    it('is not shared with a copy of the data folder', async () => {
      await prepareClosed()
      const copy = join(dataDir, 'copy')
      await cp(closed, copy, { recursive: true })
      await expect(prepare(copy)).rejects.toThrow(`${copy} is a copy of ${closed}`)
      await prepareClosed()
    })

    it('is named when it is gone, and no empty one takes its place', async () => {
      const home = dirname((await prepareClosed()).folder)
      await rm(home, { recursive: true })
      await expect(prepare(closed)).rejects.toThrow(`is gone: it was in ${home}`)
      await expect(stat(home)).rejects.toThrow(/ENOENT/)
    })
  })
})

/** Every file of a folder with its content. */
async function fingerprint(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const read = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    return [path, (await readFile(path)).toString('base64')] as const
  })
  return Object.fromEntries(await Promise.all(read))
}
