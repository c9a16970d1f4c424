import { parseArgs } from 'node:util'
import { runCommand } from '../bootstrap/problem.mjs'
import {
  examineControlRoom,
  examineDependencies,
  examineMediaWorker,
  examineNode,
  examinePostgres,
} from './packages.ts'
import type { Examination } from './part.ts'
import { examineChromium, examineFfmpeg, examineFfprobe } from './programs.ts'
import { examineDisk, examinePayments, examinePorts, examineRedis } from './surroundings.ts'
import { exitCodeOf, renderTable } from './table.ts'

const examinations: readonly Examination[] = [
  examineNode,
  examineDependencies,
  examineFfmpeg,
  examineFfprobe,
  examineMediaWorker,
  examinePostgres,
  examineControlRoom,
  examineChromium,
  examinePorts,
  examineDisk,
  examineRedis,
  examinePayments,
]

// `npm run doctor`: what is there, where it came from, and how to get what is not. `--json` for programs.
await runCommand(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
  const parts = await Promise.all(examinations.map(async (examine) => await examine()))
  const text = values.json ? JSON.stringify({ parts }, null, 2) : renderTable(parts)
  process.stdout.write(`${text}\n`)
  return exitCodeOf(parts)
})
process.exit()
