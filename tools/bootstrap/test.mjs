import { ensureDependencies } from './dependencies.mjs'
import { handOver } from './hand-over.mjs'
import { ensureChromium, ensureFfmpeg } from './media-programs.mjs'
import { runCommand } from './problem.mjs'
import { ensureNode } from './runtime.mjs'

// `npm test`: the set-up of `npm start` plus a browser, then every check and every test.
await runCommand(async () => {
  const node = await ensureNode()
  await ensureDependencies(node)
  await ensureFfmpeg()
  const chromium = await ensureChromium()
  return handOver(node, ['tools/test/main.ts', ...process.argv.slice(2)], {
    CHROMIUM_PATH: chromium,
  })
})
