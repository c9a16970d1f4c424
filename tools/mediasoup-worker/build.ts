import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { execute, lastLines } from '../bootstrap/run-command.mjs'
import { applyEdit, sourceEdits } from './source-edits.ts'
import { mediasoupPackage, overlayFiles } from './worker-paths.ts'

/**
 * Builds mediasoup-worker from the source in the npm package with the system's libraries.
 * @param report progress, e.g. `[87/261]`
 * @param use is given the path of the fresh binary; it is gone when `use` has returned
 */
export async function buildWorker<T>(
  report: (detail: string) => void,
  use: (binary: string) => Promise<T>,
): Promise<T> {
  const { dir } = await mediasoupPackage()
  const work = await mkdtemp(join(tmpdir(), 'stallcast-worker-build-'))
  try {
    report('copying the source')
    const source = join(work, 'worker')
    await cp(join(dir, 'worker'), source, { recursive: true, dereference: true })
    await replaceSubprojects(source)
    for (const edit of sourceEdits) await applyEdit(source, edit)
    report('configuring')
    const buildDir = join(work, 'build')
    await runTool('meson', [
      'setup',
      '--buildtype=release',
      '-Db_ndebug=true',
      '--wrap-mode=nodownload',
      buildDir,
      source,
    ])
    // One job per core, but not more than memory allows: a file of the worker takes up to 0.5 GB.
    const jobs = String(availableParallelism())
    await runTool('ninja', ['-C', buildDir, '-j', jobs, 'mediasoup-worker'], (line) => {
      const counted = /^\[\d+\/\d+\]/.exec(line)
      if (counted) report(counted[0])
    })
    return await use(join(buildDir, 'mediasoup-worker'))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function replaceSubprojects(source: string): Promise<void> {
  const folder = join(source, 'subprojects')
  for (const name of await readdir(folder)) {
    await rm(join(folder, name), { recursive: true })
  }
  for (const { from, path } of await overlayFiles()) {
    await mkdir(dirname(join(source, path)), { recursive: true })
    await cp(from, join(source, path))
  }
}

async function runTool(
  command: string,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<void> {
  const { code, output } = await execute(command, args, onLine ? { onLine } : {})
  if (code === 0) return
  throw new SetupProblem(
    `The media worker could not be built: ${command} failed.\n${lastLines(output, 15)}`,
    'set MEDIASOUP_WORKER_BIN to a mediasoup-worker of your own, or mend what the lines above name',
  )
}
