import { describeProblem, runCommand } from '../bootstrap/problem.mjs'
import { describeReady } from './crew-links.ts'
import { launch, type Launch } from './launch.ts'
import { helpText, parseOptions, type LaunchOptions } from './options.ts'

/** npm and the terminal both deliver one Ctrl+C; only a later one is a second one. */
const SAME_SIGNAL_MS = 1_000

await runCommand(async () => {
  const callerDir = process.env['STALLCAST_CALLER_DIR'] ?? process.cwd()
  const options = parseOptions(process.argv.slice(2), callerDir)
  if (options) return await runUntilStopped(options)
  process.stdout.write(helpText)
  return 0
})
// Not by itself: a step that was interrupted, and the channel to the set-up process, keep it alive.
process.exit()

/** @returns the exit code */
async function runUntilStopped(options: LaunchOptions): Promise<number> {
  const { promise: stopped, resolve: stopWith } = Promise.withResolvers<number>()
  const running = launch(options, (name) => {
    process.stderr.write(
      `✗ ${name} keeps dying, so the show is stopped.\n  → see ${options.dataDir}/logs/${name}.log\n`,
    )
    stopWith(1)
  })
  listenForSignals(running, stopWith)
  const started = running.ready.then(
    (ready): undefined => void process.stdout.write(`${describeReady(ready)}\n`),
    (error: unknown) => ({ problem: describeProblem(error) }),
  )
  const first = await Promise.race([stopped, started])
  const failure = typeof first === 'object' ? first : undefined
  if (failure) process.stderr.write(`${failure.problem}\n`)
  const code = failure ? 1 : await stopped
  await running.stop()
  return code
}

function listenForSignals(running: Launch, stopWith: (code: number) => void): void {
  let askedAtMs: number | undefined
  const ask = () => {
    const nowMs = performance.now()
    if (askedAtMs === undefined) {
      askedAtMs = nowMs
      process.stderr.write('\nStopping …\n')
      stopWith(0)
    } else if (nowMs - askedAtMs > SAME_SIGNAL_MS) {
      void running.kill()
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  // The set-up process was killed outright.
  process.once('disconnect', ask)
}
