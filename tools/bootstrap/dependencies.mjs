import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { repoDir } from './paths.mjs'
import { SetupProblem } from './problem.mjs'
import { step } from './progress.mjs'
import { execute, lastLines } from './run-command.mjs'
import { NODE_VERSION, ensurePnpm, withoutNpmConfig } from './runtime.mjs'

const stampFile = join(repoDir, 'node_modules', '.stallcast-stamp')

/**
 * Installs what the frozen lockfile names, unless that has been done for exactly these files.
 * @param {string} node the Node whose packages' scripts are to run
 */
export async function ensureDependencies(node) {
  const stamp = await dependencyStamp()
  if (await dependenciesAreReady(stamp)) return
  const pnpm = await ensurePnpm()
  await step('Installing the dependencies', async (report) => {
    const env = withoutNpmConfig()
    env['PATH'] = [dirname(node), dirname(pnpm), env['PATH']].join(':')
    // Without a terminal pnpm must not ask whether it may replace node_modules.
    env['CI'] = '1'
    const args = ['install', '--frozen-lockfile', '--reporter=append-only']
    const { code, output } = await execute(pnpm, args, {
      cwd: repoDir,
      env,
      onLine: (line) => {
        if (line.startsWith('Progress:')) report(line.slice('Progress:'.length))
      },
    })
    if (code !== 0) {
      throw new SetupProblem(
        `The dependencies could not be installed:\n${lastLines(output, 8)}`,
        'check the network and the registry (npm config get registry), then start again',
      )
    }
  })
  await writeFile(stampFile, stamp)
}

/** @param {string} [stamp] */
export async function dependenciesAreReady(stamp) {
  if (!existsSync(stampFile)) return false
  return (await readFile(stampFile, 'utf8')) === (stamp ?? (await dependencyStamp()))
}

/** One hash over everything that decides what node_modules must hold. */
async function dependencyStamp() {
  const hash = createHash('sha256').update(NODE_VERSION)
  for (const file of await manifests()) {
    hash.update(`${file}\0`).update(await readFile(join(repoDir, file)))
  }
  return hash.digest('hex')
}

async function manifests() {
  const found = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']
  for (const group of ['apps', 'packages']) {
    for (const name of (await readdir(join(repoDir, group))).toSorted()) {
      found.push(join(group, name, 'package.json'))
    }
  }
  for (const name of ['tools', 'bench', 'e2e']) found.push(join(name, 'package.json'))
  return found.filter((file) => existsSync(join(repoDir, file)))
}
