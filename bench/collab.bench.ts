import type { Bench } from './bench.types.ts'
import { startChild } from './collab/child.ts'
import type { ColdOpenResult } from './collab/cold-open.client.ts'
import { measureCrowd, type Measured } from './collab/crowd-process.ts'
import type { Dialect } from './collab/dialect.ts'
import { gateMicroseconds } from './collab/gate.ts'
import { lostOnKill } from './collab/kill.ts'
import { openCuesheet } from './collab/open-cuesheet.ts'
import { openStage, type Stage } from './collab/stage.ts'

/** In turn, so that both servers meet the same machine; the median of each. */
const rounds = 3
const dialects = ['stallcast', 'hocuspocus'] as const

const crowds = {
  edit: { cues: 500, clients: 2, writers: 1, editsPerSecond: 20, seconds: 8, replicas: 2 },
  edit50: { cues: 500, clients: 51, writers: 1, editsPerSecond: 20, seconds: 8, replicas: 4 },
  c200: { cues: 300, clients: 200, writers: 200, editsPerSecond: 1, seconds: 12, replicas: 4 },
} as const

export const bench: Bench = {
  name: 'collab',
  summary:
    'one document and many people, beside Hocuspocus (in memory, nothing judged) in the same run',
  metrics: {
    edit_p50_ms: 'from an edit until the one observer has it, 500 cues; gate on, in Postgres first',
    edit_p99_ms: 'the same, 99th percentile',
    edit50_p50_ms: 'until the slowest of 50 observers has it',
    edit50_p99_ms: 'the same, 99th percentile',
    bytes_per_observer_edit: 'that one observer of 50 receives for one edit',
    server_cpu_ms_per_edit_50: 'processor time of the server for one edit with 50 observers',
    c200_p50_ms: '200 people, one edit a second each: until another has it',
    c200_p99_ms: 'the same, 99th percentile',
    c200_cpu_pct: 'of one core, the server meanwhile',
    hocuspocus_edit_p50_ms: 'as edit_p50_ms',
    hocuspocus_edit_p99_ms: 'as edit_p99_ms',
    hocuspocus_edit50_p50_ms: 'as edit50_p50_ms',
    hocuspocus_edit50_p99_ms: 'as edit50_p99_ms',
    hocuspocus_bytes_per_observer_edit: 'as bytes_per_observer_edit',
    hocuspocus_server_cpu_ms_per_edit_50: 'as server_cpu_ms_per_edit_50',
    hocuspocus_c200_p50_ms: 'as c200_p50_ms',
    hocuspocus_c200_p99_ms: 'as c200_p99_ms',
    hocuspocus_c200_cpu_pct: 'as c200_cpu_pct',
    cold_open_ms: 'from connecting to a whole copy, 300 cues, the document not in memory',
    cold_open_bytes: 'that come over the wire for it, compressed',
    hocuspocus_cold_open_ms: 'as cold_open_ms',
    hocuspocus_cold_open_bytes: 'as cold_open_bytes',
    gate_us_per_update: 'to judge one update',
    lost_acked_on_kill: 'edits that their author had back and that are gone after kill -9',
    open_2000_cues_ms: 'the cuesheet of 2,000 cues in Chromium, until it can be used',
  },
  run: async () => {
    const stage = await openStage()
    try {
      const beside = await measureBeside(stage)
      const coldOpens = await measureColdOpens(stage)
      const lost_acked_on_kill = await lostOnKill(stage)
      const gate_us_per_update = round(gateMicroseconds())
      return {
        ...beside,
        ...coldOpens,
        gate_us_per_update,
        lost_acked_on_kill,
        open_2000_cues_ms: round(await openCuesheet(2_000)),
      }
    } finally {
      await stage.stop()
    }
  },
}

type Results = Record<string, number>

async function measureBeside(stage: Stage): Promise<Results> {
  const measured = new Map<string, Results[]>()
  for (let count = 0; count < rounds; count++) {
    for (const [name, { cues, ...crowd }] of Object.entries(crowds)) {
      // Whoever comes second is not always the same.
      const order = count % 2 === 0 ? dialects : dialects.toReversed()
      for (const dialect of order) {
        const result = await stage.play(dialect, cues, (server, docName) =>
          measureCrowd({ ...crowd, docName }, server),
        )
        const key = `${dialect} ${name}`
        measured.set(key, [...(measured.get(key) ?? []), named(dialect, name, result)])
      }
    }
  }
  return Object.assign({}, ...[...measured.values()].map(medians)) as Results
}

function named(dialect: Dialect, name: string, result: Measured): Results {
  const { slowest, each, bytesPerObserverEdit, serverCpuMs, edits, tookMs } = result
  const latency = name === 'c200' ? each : slowest
  const results: Results = {
    [`${name}_p50_ms`]: latency.p50Ms,
    [`${name}_p99_ms`]: latency.p99Ms,
    ...(name === 'c200' && { c200_cpu_pct: (serverCpuMs / tookMs) * 100 }),
    ...(name === 'edit50' && {
      bytes_per_observer_edit: bytesPerObserverEdit,
      server_cpu_ms_per_edit_50: serverCpuMs / edits,
    }),
  }
  return prefixed(dialect, results)
}

async function measureColdOpens(stage: Stage): Promise<Results> {
  const measured: Record<Dialect, Results[]> = { stallcast: [], hocuspocus: [] }
  for (let count = 0; count < rounds + 2; count++) {
    for (const dialect of dialects) {
      const { tookMs, bytes, cues } = await stage.play(dialect, 300, async (server, docName) => {
        const client = startChild('cold-open.client.ts')
        client.send({ dialect, origin: server.origin, docName })
        const result = (await client.answer()) as ColdOpenResult
        await client.kill()
        return result
      })
      if (cues !== 300) throw new Error(`${dialect} sent ${cues} of 300 cues`)
      const results = { cold_open_ms: tookMs, cold_open_bytes: bytes }
      measured[dialect].push(prefixed(dialect, results))
    }
  }
  return { ...medians(measured.stallcast), ...medians(measured.hocuspocus) }
}

function prefixed(dialect: Dialect, results: Results): Results {
  if (dialect === 'stallcast') return results
  return Object.fromEntries(
    Object.entries(results).map(([metric, value]) => [`hocuspocus_${metric}`, value]),
  )
}

function medians(results: readonly Results[]): Results {
  const metrics = Object.keys(results[0] ?? {})
  return Object.fromEntries(
    metrics.map((metric) => {
      const values = results.map((each) => each[metric] ?? Number.NaN).toSorted((a, b) => a - b)
      return [metric, round(values[Math.floor(values.length / 2)] ?? Number.NaN)]
    }),
  )
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
