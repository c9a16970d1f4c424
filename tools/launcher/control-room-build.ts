import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repoDir } from '../bootstrap/paths.mjs'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { step } from '../bootstrap/progress.mjs'
import { execute, lastLines } from '../bootstrap/run-command.mjs'
import { withCacheLock } from '../mediasoup-worker/cache-lock.ts'

const appDir = join(repoDir, 'apps/control-room')
const stampFile = join(appDir, 'build', '.stallcast-stamp')

/** What ends up in the control room's build. */
const sources = ['apps/control-room', 'packages/shared', 'packages/store', 'pnpm-lock.yaml']
const notSources = new Set(['node_modules', 'build', '.svelte-kit', 'migrations', 'testing'])

/** Builds the control room unless the build there is of exactly these sources. */
export async function ensureControlRoomBuild(): Promise<void> {
  if (await controlRoomBuildIsFresh()) return
  const lock = join(repoDir, 'node_modules', '.control-room-build.lock')
  await withCacheLock(
    lock,
    (owner) => process.stderr.write(`… Process ${owner} builds the control room; waiting for it\n`),
    async () => {
      if (!(await controlRoomBuildIsFresh())) await step('Building the control room', build)
    },
  )
}

async function build(): Promise<void> {
  const stamp = await sourcesHash()
  await rm(stampFile, { force: true })
  const { code, output } = await execute(
    process.execPath,
    [join(appDir, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    { cwd: appDir, env: { ...process.env, NODE_ENV: 'production' } },
  )
  if (code !== 0) {
    throw new SetupProblem(
      `The control room could not be built:\n${lastLines(output, 15)}`,
      'mend the source the lines above name, or check out a released version',
    )
  }
  await writeFile(stampFile, stamp)
}

export async function controlRoomBuildIsFresh(stamp?: string): Promise<boolean> {
  if (!existsSync(stampFile)) return false
  return (await readFile(stampFile, 'utf8')) === (stamp ?? (await sourcesHash()))
}

/** By content: a checkout gives every file a new time. */
async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of await filesBelow(join(repoDir, source))) {
      hash.update(`${file.slice(repoDir.length)}\0`).update(await readFile(file))
    }
  }
  return hash.digest('hex')
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined)
  if (!entries) return [path]
  const found = await Promise.all(
    entries
      .filter(({ name }) => !notSources.has(name) && !name.endsWith('.test.ts'))
      .map((entry) => {
        const child = join(path, entry.name)
        return entry.isDirectory() ? filesBelow(child) : [child]
      }),
  )
  return found.flat().sort()
}
