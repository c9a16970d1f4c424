import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findCommand } from '../../bootstrap/system-packages.mjs'
import { execute } from '../../bootstrap/run-command.mjs'
import { postgresAccount, type Account } from './account.ts'
import { postgresBinaries, type PostgresBinaries } from './binaries.ts'
import { DATABASE_USER, brokenFolder, ensureCluster } from './cluster.ts'
import { stopLeftoverServer } from './leftover.ts'
import { SHARED_DIR, locatePostgres } from './location.ts'

/** Small, few processes, and every commit on the disk before it is acknowledged. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '120',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  // No replica will ever connect, and one machine's disk needs no helpers to read from it.
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  jit: 'off',
  log_min_messages: 'warning',
}

export type PreparedPostgres = {
  databaseUrl: string
  version: string
  folder: string
  /** True when the database has just been put outside the data folder. */
  moved: boolean
  /** Starts the server; its process ends when the database stops, for whatever reason. */
  spawn(): Promise<ChildProcess>
}

/**
 * Gets the database of a data folder ready to be started: binaries, account, cluster, and no server
 * of an earlier launcher in the way.
 */
export async function preparePostgres(options: {
  dataDir: string
  port: number
  logFile: string
  /** On top of the usual ones; the tests do without a disk that is sure. */
  settings?: Readonly<Record<string, string>>
}): Promise<PreparedPostgres> {
  const account = postgresAccount()
  const { folder, moved } = await locatePostgres(options.dataDir, account)
  const binaries = await postgresBinaries(account, SHARED_DIR)
  const password = await ensureCluster(folder, binaries, account)
  await stopLeftoverServer(folder)
  const wrapper = await dieWithParent(account)
  return {
    databaseUrl: `postgres://${DATABASE_USER}:${password}@127.0.0.1:${options.port}/postgres`,
    version: binaries.version,
    folder,
    moved,
    spawn: () =>
      startServer({
        ...options,
        settings: { ...settings, ...options.settings },
        folder,
        binaries,
        account,
        wrapper,
      }),
  }
}

type ServerOptions = {
  port: number
  logFile: string
  folder: string
  binaries: PostgresBinaries
  account: Account | undefined
  wrapper: readonly string[]
  settings: Readonly<Record<string, string>>
}

async function startServer(options: ServerOptions): Promise<ChildProcess> {
  const { folder, binaries, account, wrapper } = options
  const flags = Object.entries({ ...options.settings, port: String(options.port) }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  )
  const [command = '', ...args] = [
    ...wrapper,
    join(binaries.dir, 'bin', 'postgres'),
    '-D',
    folder,
    ...flags,
  ]
  const log = openSync(options.logFile, 'a')
  const child = spawn(command, args, {
    // Its own session: a Ctrl-C at the terminal reaches the launcher only, which stops it last.
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log],
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    ...(wrapper.length === 0 ? account : {}),
  })
  closeSync(log)
  const exited = new Promise<'exited'>((resolve) => {
    child.once('exit', () => resolve('exited'))
    child.once('error', () => resolve('exited'))
  })
  if ((await Promise.race([exited, untilReady(child, folder)])) === 'ready') return child
  throw brokenFolder(folder, `does not start: ${await lastComplaint(options.logFile)}`)
}

/** The server writes its state into the eighth line of its pid file, as pg_ctl reads it. */
async function untilReady(child: ChildProcess, folder: string): Promise<'ready'> {
  for (;;) {
    const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')
    const lines = text.split('\n')
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return 'ready'
    if (child.exitCode !== null || child.signalCode !== null) await new Promise(() => undefined)
    await sleep(15)
  }
}

async function lastComplaint(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n')
  const complaint = lines.findLast((line) => /\b(PANIC|FATAL|ERROR):/.test(line)) ?? lines.at(-1)
  return complaint?.replace(/^.*?(PANIC|FATAL|ERROR): +/, '') || `see ${logFile}`
}

/**
 * A command prefix that makes the kernel stop the server (SIGINT, a fast and clean shutdown) when the
 * launcher is killed outright. Without util-linux's setpriv the next start stops it.
 */
async function dieWithParent(account: Account | undefined): Promise<string[]> {
  const setpriv = findCommand('setpriv')
  if (!setpriv) return []
  const { output } = await execute(setpriv, ['--help'])
  if (!output.includes('--pdeathsig')) return []
  const identity = account
    ? [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups']
    : []
  return [setpriv, ...identity, '--pdeathsig=INT', '--']
}
