import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process by number and birth: numbers are used again, a number with its start time is not. */
export type ProcessId = { pid: number; startId: string }

/** When a process began, in whatever unit the system keeps it; undefined when it is gone. */
export function startIdOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    }
    // The name in parentheses may hold anything; state is the first field after it, start time the 20th.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : `${bootId()}:${fields[19]}`
  } catch {
    return undefined
  }
}

export function identify(pid: number): ProcessId {
  return { pid, startId: startIdOf(pid) ?? 'gone' }
}

export function isRunning({ pid, startId }: ProcessId): boolean {
  return startIdOf(pid) === startId
}

/**
 * Ends processes: asks with `signal`, then after `graceMs` no longer asks. Those that have gone, or
 * whose number belongs to someone else by now, are left alone.
 */
export async function endProcesses(
  processes: readonly ProcessId[],
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  for (const one of processes) send(one, signal)
  const deadline = performance.now() + graceMs
  while (processes.some(isRunning)) {
    if (performance.now() > deadline) {
      for (const one of processes) send(one, 'SIGKILL')
    }
    await sleep(20)
  }
}

function send(target: ProcessId, signal: NodeJS.Signals): void {
  if (!isRunning(target)) return
  try {
    process.kill(target.pid, signal)
  } catch {
    // It went between the look and the signal.
  }
}

let cachedBootId: string | undefined
function bootId(): string {
  cachedBootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return cachedBootId
}
