import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { usageOfTree } from './process-tree.ts'

describe('what a tree of processes takes', () => {
  it('counts a child and its memory', async () => {
    const before = usageOfTree(process.pid)
    const script = `globalThis.kept = Buffer.alloc(64e6, 1); console.log('up'); setInterval(() => {}, 1e6)`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    const during = usageOfTree(process.pid)
    child.kill()
    expect(during.processes).toBe(before.processes + 1)
    expect(during.rssMb - before.rssMb).toBeGreaterThan(64)
  })

  it('keeps the processor time of a child that has ended', () => {
    const before = usageOfTree(process.pid)
    const busy = 'const end = process.cpuUsage().user + 3e5; while (process.cpuUsage().user < end);'
    execFileSync(process.execPath, ['-e', busy])
    expect(usageOfTree(process.pid).cpuSeconds - before.cpuSeconds).toBeGreaterThanOrEqual(0.3)
  })
})
