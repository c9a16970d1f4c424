import { chmod, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheDir, repoDir } from '../tools/bootstrap/paths.mjs'
import { resolveWorker } from '../tools/mediasoup-worker/resolve.ts'
import type { Bench } from './bench.types.ts'
import { usageOfTree } from './process-tree.ts'
import { takeProducerSeat } from './producer-seat.ts'
import { startProduct, type RunningProduct } from './product.ts'

const WARM_STARTS = 3
const SETTLE_MS = 8_000
const MEASURE_MS = 20_000
const DEMO_CAMERAS = 3

export const bench: Bench = {
  name: 'start',
  summary: 'from the command to a show that is on air, and what that takes',
  metrics: {
    cold_ready_s: 'first start: dependencies present, nothing built, new data, no demo footage',
    warm_ready_s: 'second start, median of three',
    rss_mb: 'resident memory of all processes, demo on air',
    demo_cpu_pct:
      'of one core, all processes, demo on air with three cameras and recording, no browser',
  },
  run: async () => {
    const work = await mkdtemp(join(tmpdir(), 'stallcast-bench-start-'))
    // The postgres account must be able to reach the data in it, as in any usual folder.
    await chmod(work, 0o755)
    const dataDir = join(work, 'data')
    const env = { STALLCAST_CACHE_DIR: join(work, 'cache') }
    try {
      await forgetWhatIsBuilt(env.STALLCAST_CACHE_DIR)
      const cold = await startProduct(dataDir, env)
      await cold.stop()
      const warmS: number[] = []
      for (let count = 0; count < WARM_STARTS; count++) {
        const warm = await startProduct(dataDir, env)
        warmS.push(warm.readyAfterS)
        if (count < WARM_STARTS - 1) await warm.stop()
        else return { ...(await measureOnAir(warm)), ...times(cold.readyAfterS, warmS) }
      }
      throw new Error('no warm start was measured')
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  },
}

/** A cache that has what a set-up fetches (Node, pnpm, the media worker), but nothing made from our sources. */
async function forgetWhatIsBuilt(freshCache: string): Promise<void> {
  await resolveWorker()
  await mkdir(freshCache, { recursive: true })
  for (const name of await readdir(cacheDir())) {
    if (/^(node|pnpm|mediasoup-worker)/.test(name)) {
      await symlink(join(cacheDir(), name), join(freshCache, name))
    }
  }
  await rm(join(repoDir, 'apps/control-room/build'), { recursive: true, force: true })
}

function times(coldS: number, warmS: readonly number[]): Record<string, number> {
  const median = warmS.toSorted((a, b) => a - b)[Math.floor(warmS.length / 2)] ?? Number.NaN
  return { cold_ready_s: round(coldS), warm_ready_s: round(median) }
}

async function measureOnAir(product: RunningProduct): Promise<Record<string, number>> {
  try {
    const producer = await takeProducerSeat(product.ready)
    await producer.until(
      ({ sources = [] }) =>
        sources.filter(({ kind, state }) => kind === 'loop' && state === 'live').length >=
        DEMO_CAMERAS,
    )
    await producer.command({
      type: 'clock.go',
      expectedCueId: producer.live.clock?.cue?.id ?? null,
    })
    await producer.until(({ recording }) => recording?.phase === 'recording')
    await sleep(SETTLE_MS)
    // The seat leaves: what is measured is the show, not its being watched.
    producer.close()
    const before = usageOfTree(product.pid)
    const startedMs = performance.now()
    await sleep(MEASURE_MS)
    const after = usageOfTree(product.pid)
    const tookS = (performance.now() - startedMs) / 1000
    return {
      rss_mb: round(after.rssMb),
      demo_cpu_pct: round(((after.cpuSeconds - before.cpuSeconds) / tookS) * 100),
    }
  } finally {
    await product.stop()
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
