import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { execute, lastLines } from '../bootstrap/run-command.mjs'
import { mediasoupPackage, overlayFiles } from './worker-paths.ts'

type Edit = { file: string; from: string; to: string }

/** Changes to the worker's own source; each line must be there exactly once, or the build stops. */
const edits: readonly Edit[] = [
  // Debian 12 has meson 1.0.1; the build file uses nothing newer.
  { file: 'meson.build', from: `meson_version: '>= 1.1.0'`, to: `meson_version: '>= 1.0.0'` },
  // The callback answers 1 to every control call, which an OpenSSL with kernel TLS compiled in takes
  // for "kernel TLS is on": it then has no write buffer and crashes on a fragmented ClientHello.
  // BIO_CB_RETURN is a flag (BIO_callback_ctrl(3)), so it has to be tested as one.
  {
    file: 'src/RTC/DtlsTransport.cpp',
    from: '(operationType == BIO_CB_RETURN)',
    to: '((operationType & BIO_CB_RETURN) != 0)',
  },
]

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
    for (const edit of edits) await applyEdit(source, edit)
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

async function applyEdit(source: string, { file, from, to }: Edit): Promise<void> {
  const path = join(source, file)
  const text = await readFile(path, 'utf8')
  const found = text.split(from).length - 1
  if (found !== 1) {
    throw new SetupProblem(
      `The media worker's source has changed: "${from}" stands ${found} times in ${file}, not once.`,
      'set MEDIASOUP_WORKER_BIN to a worker of this mediasoup version, or adapt tools/mediasoup-worker/build.ts',
    )
  }
  await writeFile(path, text.replace(from, to))
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
