import { readFile } from 'node:fs/promises'
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os'
import type { BenchReport } from './bench.types.ts'

/** What a result has to be read against. */
export async function describeMachine(): Promise<BenchReport['machine']> {
  const osRelease = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const system = /^PRETTY_NAME="?([^"\n]*)/m.exec(osRelease)?.[1] ?? platform()
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_mb: Math.round(totalmem() / 1024 / 1024),
    node: process.versions.node,
    os: `${system}, kernel ${release()}`,
  }
}
