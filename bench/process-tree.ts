import { readdirSync, readFileSync } from 'node:fs'

/** USER_HZ, which the kernel fixes at 100 for what it shows in /proc. */
const TICKS_PER_SECOND = 100

export type TreeUsage = { processes: number; rssMb: number; cpuSeconds: number }

/**
 * What a process and all below it take, from /proc. Processor time of children that have ended and
 * been waited for counts too (their parent carries it), so that short programs are not missed.
 */
export function usageOfTree(root: number): TreeUsage {
  const all = new Map<number, ProcessStat>()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : undefined
    if (stat) all.set(stat.pid, stat)
  }
  const tree = [...all.values()].filter(({ pid }) => isBelow(pid, root, all))
  return {
    processes: tree.length,
    rssMb: sum(tree.map(({ rssKb }) => rssKb)) / 1024,
    cpuSeconds: sum(tree.map(({ cpuTicks }) => cpuTicks)) / TICKS_PER_SECOND,
  }
}

type ProcessStat = { pid: number; parent: number; cpuTicks: number; rssKb: number }

function readStat(pid: number): ProcessStat | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // After the name in parentheses: state, ppid, …; utime to cstime are fields 14 to 17 (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return {
      pid,
      parent: Number(fields[1]),
      cpuTicks: sum(fields.slice(11, 15).map(Number)),
      rssKb: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0),
    }
  } catch {
    return undefined
  }
}

function isBelow(pid: number, root: number, all: ReadonlyMap<number, ProcessStat>): boolean {
  for (let at: number | undefined = pid; at; at = all.get(at)?.parent) {
    if (at === root) return true
  }
  return false
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
