import { readdir, rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SetupProblem, runCommand } from '../tools/bootstrap/problem.mjs'
import type { Bench, BenchReport } from './bench.types.ts'
import { describeMachine } from './machine.ts'

const usage = 'npm run bench -- NAME --json F, or npm run bench -- --list'

// Measures one thing; prints a table, and writes { name, machine, results } for programs.
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'string' }, list: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const benches = await loadBenches()
  if (values.list) {
    for (const bench of benches) process.stdout.write(describe(bench))
    return
  }
  const bench = benches.find(({ name }) => name === positionals[0])
  if (!bench) {
    const names = benches.map(({ name }) => name).join(', ')
    throw new SetupProblem(
      `There is no benchmark "${positionals[0] ?? ''}"; there are: ${names}.`,
      usage,
    )
  }
  const results = await bench.run()
  assertComplete(bench, results)
  const report: BenchReport = { name: bench.name, machine: await describeMachine(), results }
  for (const [metric, value] of Object.entries(results)) {
    process.stdout.write(
      `${metric.padEnd(24)} ${String(value).padStart(12)}  ${bench.metrics[metric]}\n`,
    )
  }
  if (values.json) await writeReport(values.json, report)
})
process.exit()

async function loadBenches(): Promise<Bench[]> {
  const files = await readdir(import.meta.dirname)
  const names = files.filter((file) => file.endsWith('.bench.ts')).sort()
  const modules = names.map((name) => import(new URL(name, import.meta.url).href))
  return (await Promise.all(modules)).map(({ bench }: { bench: Bench }) => bench)
}

function describe({ name, summary, metrics }: Bench): string {
  const lines = Object.entries(metrics).map(([metric, says]) => `    ${metric}: ${says}`)
  return `${[`${name}: ${summary}`, ...lines].join('\n')}\n`
}

/** A metric that is promised and not measured, or measured and not promised, is a mistake. */
function assertComplete(bench: Bench, results: Record<string, number>): void {
  const promised = Object.keys(bench.metrics).toSorted().join()
  const measured = Object.keys(results).toSorted().join()
  if (promised !== measured || !Object.values(results).every(Number.isFinite)) {
    throw new Error(`${bench.name} promised ${promised} and measured ${JSON.stringify(results)}`)
  }
}

async function writeReport(file: string, report: BenchReport): Promise<void> {
  const path = resolve(process.env['STALLCAST_CALLER_DIR'] ?? process.cwd(), file)
  await writeFile(`${path}.new`, `${JSON.stringify(report, null, 2)}\n`)
  await rename(`${path}.new`, path)
}
