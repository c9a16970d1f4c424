import { readFileSync, readlinkSync } from 'node:fs'
import { readFile, realpath, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { endProcesses, identify, startIdOf } from '../process-table.ts'

const GRACE_MS = 10_000

/**
 * Stops a server that a killed launcher left running on this folder. It is ours when it is a
 * postgres whose working folder is the cluster's; any other process of that number is not touched,
 * and the pid file that names it is out of date.
 */
export async function stopLeftoverServer(folder: string): Promise<boolean> {
  const file = join(folder, 'postmaster.pid')
  const text = await readFile(file, 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  if (!pid) return false
  if (startIdOf(pid) === undefined || !(await serves(pid, folder))) {
    await rm(file, { force: true })
    return false
  }
  // SIGINT is PostgreSQL's fast shutdown: it ends its clients and leaves the files clean.
  await endProcesses([identify(pid)], 'SIGINT', GRACE_MS)
  await rm(file, { force: true })
  return true
}

async function serves(pid: number, folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return true
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? ''
    const cwd = readlinkSync(`/proc/${pid}/cwd`)
    return basename(command) === 'postgres' && cwd === (await realpath(folder))
  } catch {
    return false
  }
}
