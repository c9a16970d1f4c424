import { ensureDependencies } from './dependencies.mjs'
import { handOver } from './hand-over.mjs'
import { runCommand } from './problem.mjs'
import { ensureNode } from './runtime.mjs'

// `npm run check`: format, lint, import direction, types and the quick tests; run before a commit.
await runCommand(async () => {
  const node = await ensureNode()
  await ensureDependencies(node)
  return handOver(node, ['tools/test/main.ts', '--unit', ...process.argv.slice(2)])
})
