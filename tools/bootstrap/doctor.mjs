import { ensureDependencies } from './dependencies.mjs'
import { handOver } from './hand-over.mjs'
import { runCommand } from './problem.mjs'
import { ensureNode } from './runtime.mjs'

// `npm run doctor`: it needs Node 24 and the dependencies to look at the rest; that much it fetches.
await runCommand(async () => {
  const node = await ensureNode()
  await ensureDependencies(node)
  return handOver(node, ['tools/doctor/main.ts', ...process.argv.slice(2)])
})
