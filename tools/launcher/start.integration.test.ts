import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { repoDir } from '../bootstrap/paths.mjs'
import { freePorts } from './ports.ts'
import { readySchema, type Ready } from './ready.schema.ts'

const lockSchema = z.object({
  children: z.array(z.object({ name: z.string(), pid: z.number() })),
})
const isRoot = process.getuid?.() === 0

/** The whole product, started as a person starts it, without the demo. */
describe('npm start', () => {
  let work: string
  const started: Start[] = []

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'stallcast-start-'))
    await chmod(work, 0o755)
  })
  afterEach(async () => {
    for (const one of started.splice(0)) await one.end('SIGTERM')
  })
  afterAll(() => rm(work, { recursive: true, force: true }))

  async function start(name: string, options: StartOptions = {}): Promise<Start> {
    const one = await startProduct(work, name, options)
    started.push(one)
    return one
  }

  it('becomes ready, answers, and leaves nothing when it is stopped', async () => {
    const one = await start('one')
    const ready = await one.ready()
    expect(ready).toMatchObject({ dataDir: join(work, 'one'), shows: [] })
    expect((await fetch(`${ready.origin}/healthz`)).status).toBe(200)
    expect((await fetch(`${ready.relay}/healthz`)).status).toBe(200)
    expect(await one.end('SIGTERM')).toBe(0)
    expect(processesOf(ready.dataDir)).toEqual([])
    expect(readdirSync(ready.dataDir)).not.toContain('launcher.json')
    expect(existsSync(one.readyFile)).toBe(false)
  })

  it('a second one on the same data folder says who has it; on another, both run', async () => {
    const first = await start('shared')
    const { origin, pid } = await first.ready()
    const same = await start('shared')
    expect(await same.exitCode()).toBe(1)
    expect(same.output()).toContain(`already runs on ${join(work, 'shared')}: process ${pid}`)

    const other = await start('other')
    const second = await other.ready()
    expect((await fetch(`${second.origin}/healthz`)).status).toBe(200)
    await other.end('SIGTERM')
    expect((await fetch(`${origin}/healthz`)).status).toBe(200)

    const taken = await start('third', { port: new URL(origin).port })
    expect(await taken.exitCode()).toBe(1)
    expect(taken.output()).toMatch(/Port \d+ on 127\.0\.0\.1 is in use\.\n.*--port /)
    expect(existsSync(join(work, 'third'))).toBe(false)
  })

  it('starts the relay again when it dies: the show goes on', async () => {
    const one = await start('relay-dies')
    const { dataDir, relay, origin } = await one.ready()
    const relayPid = () => {
      const lock = lockSchema.parse(
        JSON.parse(readFileSync(join(dataDir, 'launcher.json'), 'utf8')),
      )
      return lock.children.find(({ name }) => name === 'relay')?.pid
    }
    const first = relayPid()
    process.kill(first ?? 0, 'SIGKILL')
    while ((relayPid() ?? first) === first) await sleep(50)
    while (!(await fetch(`${relay}/healthz`).catch(() => undefined))?.ok) await sleep(50)
    expect((await fetch(`${origin}/healthz`)).status).toBe(200)
    expect(one.output()).toContain('relay stopped unexpectedly; starting it again')
  })

  it('heals after the launcher was killed outright', async () => {
    const killed = await start('killed')
    const { pid, dataDir } = await killed.ready()
    process.kill(pid, 'SIGKILL')
    await killed.exitCode()
    expect(existsSync(join(dataDir, 'launcher.json'))).toBe(true)
    const healed = await start('killed')
    const ready = await healed.ready()
    expect((await fetch(`${ready.origin}/healthz`)).status).toBe(200)
    await healed.end('SIGTERM')
    expect(processesOf(dataDir)).toEqual([])
  })

  it('stops by itself when npm, above it, is killed outright', async () => {
    const orphaned = await start('orphaned')
    const { dataDir } = await orphaned.ready()
    await orphaned.end('SIGKILL')
    while (processesOf(dataDir).length > 0) await sleep(50)
    expect(readdirSync(dataDir)).not.toContain('launcher.json')
  })

  it('names a missing ffmpeg', async () => {
    const one = await start('no-ffmpeg', { env: { FFMPEG_PATH: '/nowhere/ffmpeg' } })
    expect(await one.exitCode()).toBe(1)
    expect(one.output()).toContain('FFMPEG_PATH names /nowhere/ffmpeg, and no program is there.')
    expect(existsSync(join(work, 'no-ffmpeg'))).toBe(false)
  })

  it.runIf(isRoot)('names a full disk', async () => {
    const disk = join(work, 'small-disk')
    await mkdir(disk)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk])
    } catch {
      // A container may forbid mounts; then there is no small disk to try it on.
      return
    }
    try {
      const one = await start('small-disk/data')
      expect(await one.exitCode()).toBe(1)
      expect(one.output()).toMatch(/disk of .* is full: 1\d MB free, 500 MB needed/)
      expect(readdirSync(disk)).toEqual([])
    } finally {
      execFileSync('umount', [disk])
    }
  })
}, 120_000)

type StartOptions = { port?: string; env?: NodeJS.ProcessEnv }

type Start = {
  readyFile: string
  output(): string
  ready(): Promise<Ready>
  exitCode(): Promise<number | null>
  end(signal: NodeJS.Signals): Promise<number | null>
}

async function startProduct(work: string, name: string, options: StartOptions): Promise<Start> {
  const [port = 0] = await freePorts(1)
  const readyFile = join(work, `ready-${port}.json`)
  const args = ['--no-demo', '--data-dir', join(work, name), '--ready-file', readyFile]
  const child: ChildProcess = spawn(
    'npm',
    ['start', '--silent', '--', ...args, '--port', options.port ?? String(port)],
    { cwd: repoDir, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  }
  const exited = once(child, 'exit')
  const exitCode = async () => {
    await exited
    return child.exitCode
  }
  return {
    readyFile,
    output: () => output,
    exitCode,
    async ready() {
      while (!existsSync(readyFile)) {
        if (child.exitCode !== null) throw new Error(`it ended before it was ready:\n${output}`)
        await sleep(50)
      }
      return readySchema.parse(JSON.parse(await readFile(readyFile, 'utf8')))
    },
    async end(signal) {
      child.kill(signal)
      return await exitCode()
    },
  }
}

/** Numbers of the processes that were started for a data folder. */
function processesOf(dataDir: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return false
    try {
      return ['environ', 'cmdline'].some((file) =>
        readFileSync(`/proc/${name}/${file}`, 'utf8').includes(`${dataDir}`),
      )
    } catch {
      return false
    }
  })
}
