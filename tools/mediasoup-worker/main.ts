import { runCommand } from '../bootstrap/problem.mjs'
import { resolveWorker } from './resolve.ts'

// Prints the path of a worker that works, getting it first when need be.
await runCommand(async () => {
  const { path } = await resolveWorker()
  process.stdout.write(`${path}\n`)
})
