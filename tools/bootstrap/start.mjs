import { ensureDependencies } from './dependencies.mjs'
import { handOver } from './hand-over.mjs'
import { runCommand } from './problem.mjs'
import { ensureNode } from './runtime.mjs'
import { ensureFfmpeg } from './media-programs.mjs'

// `npm start`: everything the machine lacks, then the launcher, which starts the show.
await runCommand(async () => {
  const node = await ensureNode()
  await ensureDependencies(node)
  await ensureFfmpeg()
  return handOver(node, ['tools/launcher/main.ts', ...process.argv.slice(2)])
})
