import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheDir } from './paths.mjs'
import { SetupProblem } from './problem.mjs'
import { step } from './progress.mjs'
import { execute, lastLines } from './run-command.mjs'

export const NODE_VERSION = '24.21.0'
export const PNPM_VERSION = '12.21.0'

/**
 * The Node that runs Stallcast: the current one when it is a 24, else one from the npm registry.
 *
 * The registry's `node` package only fetches a package per platform in a preinstall script, which
 * npm 11 no longer runs unasked; so that package is fetched directly.
 * @returns {Promise<string>} path of the binary
 */
export async function ensureNode() {
  if (process.versions.node.startsWith('24.')) return process.execPath
  const { platform, arch } = process
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'
  const name = `${prefix}-${platform}-${arch}`
  const folder = await ensureNpmPackage(`Getting Node ${NODE_VERSION}`, name, NODE_VERSION)
  const binary = join(folder, 'node_modules', name, 'bin', 'node')
  const { code, output } = await execute(binary, ['--version'])
  if (code === 0) return binary
  throw new SetupProblem(
    `Node ${NODE_VERSION} does not run on this system: ${lastLines(output, 1)}`,
    'install Node 24 yourself and start again with it',
  )
}

/**
 * The pinned pnpm, from the npm registry: a program of its own in a package per platform.
 * @returns {Promise<string>} path of the binary
 */
export async function ensurePnpm() {
  const folder = await ensureNpmPackage(`Getting pnpm ${PNPM_VERSION}`, 'pnpm', PNPM_VERSION)
  const scope = join(folder, 'node_modules', '@pnpm')
  for (const name of existsSync(scope) ? await readdir(scope) : []) {
    const binary = join(scope, name, 'pnpm')
    if (name.startsWith('exe.') && (await execute(binary, ['--version'])).code === 0) return binary
  }
  throw new SetupProblem(
    `pnpm ${PNPM_VERSION} does not run on this system (${process.platform}-${process.arch}).`,
    `delete ${folder} and start again`,
  )
}

/**
 * Installs one npm package into the cache, once. It appears there in one move, so that a broken
 * download or a second set-up at the same time never leaves half of it.
 * @param {string} title
 * @param {string} name
 * @param {string} version
 */
async function ensureNpmPackage(title, name, version) {
  const folder = join(cacheDir(), `${name}-${version}`)
  if (existsSync(folder)) return folder
  const fresh = `${folder}.new-${process.pid}`
  await mkdir(fresh, { recursive: true })
  try {
    await step(title, async (report) => {
      const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
      const { code, output } = await execute(
        'npm',
        ['install', '--prefix', fresh, ...flags, `${name}@${version}`],
        { cwd: fresh, env: withoutNpmConfig(), onLine: report },
      )
      if (code !== 0) {
        throw new SetupProblem(
          `${name} ${version} could not be fetched from the npm registry:\n${lastLines(output, 3)}`,
          'check the network and the registry (npm config get registry), then start again',
        )
      }
    })
    // Losing the race against another set-up is fine: its folder is as good as ours.
    await rename(fresh, folder).catch((error) => {
      if (!existsSync(folder)) throw error
    })
    return folder
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/**
 * The environment without what an outer `npm run` adds about its own project: it would point the
 * inner npm at this project's folder. Where the registry is has to stay.
 */
export function withoutNpmConfig() {
  const env = { ...process.env }
  for (const name of Object.keys(env)) {
    if (/^npm_(package|lifecycle)_/.test(name) || name === 'npm_config_local_prefix')
      delete env[name]
  }
  delete env['INIT_CWD']
  return env
}
