import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { repoDir } from '../bootstrap/paths.mjs'
import { runCommand } from '../bootstrap/problem.mjs'
import { formatElapsed } from '../bootstrap/progress.mjs'
import { resolveWorker } from '../mediasoup-worker/resolve.ts'
import { startTestPostgres } from './test-postgres.ts'

const checks = ['format:check', 'lint', 'imports', 'types'] as const

/**
 * Every check and every test; `--unit` leaves out what needs a database, media or a browser, and
 * `--report F` writes vitest's JSON report to F. Other arguments go to vitest.
 */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { unit: { type: 'boolean', default: false }, report: { type: 'string' } },
    allowPositionals: true,
  })
  const failed: string[] = []
  // A list of files is a person at work on them: only the tests, then.
  for (const check of positionals.length > 0 ? [] : checks) {
    if (!(await runScript(check))) failed.push(check)
  }
  const postgres = values.unit ? undefined : await startTestPostgres()
  const env: NodeJS.ProcessEnv = postgres
    ? {
        MEDIASOUP_WORKER_BIN: (await resolveWorker()).path,
        STALLCAST_TEST_POSTGRES: postgres.url,
      }
    : {}
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...(values.unit ? ['--project', 'unit'] : []),
    ...(values.report ? ['--reporter=default', '--reporter=json'] : []),
    ...(values.report ? [`--outputFile.json=${values.report}`] : []),
    ...positionals,
  ]
  if (!(await run('tests', process.execPath, args, env))) failed.push('tests')
  await postgres?.stop()
  if (failed.length === 0) return 0
  process.stderr.write(`✗ failed: ${failed.join(', ')}\n`)
  return 1
})

function runScript(name: string): Promise<boolean> {
  return run(name, process.execPath, ['--run', name])
}

async function run(
  name: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<boolean> {
  const startedMs = performance.now()
  const child = spawn(command, [...args], {
    cwd: repoDir,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  const stop = () => child.kill('SIGTERM')
  process.on('SIGTERM', stop)
  process.once('disconnect', stop)
  const [code] = await once(child, 'exit')
  process.off('SIGTERM', stop)
  process.off('disconnect', stop)
  const passed = code === 0
  process.stderr.write(
    `${passed ? '✓' : '✗'} ${name} (${formatElapsed(performance.now() - startedMs)})\n`,
  )
  return passed
}
