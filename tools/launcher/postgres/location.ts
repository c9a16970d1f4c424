import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SetupProblem } from '../../bootstrap/problem.mjs'
import { canEnter, type Account } from './account.ts'

/** Where databases lie whose data folder the postgres account cannot reach. */
export const SHARED_DIR = '/var/lib/stallcast'

const POINTER = 'postgres.location'

export type PostgresLocation = {
  /** The cluster's folder; it may not exist yet. */
  folder: string
  /** True when it has just been put outside the data folder. */
  moved: boolean
}

/**
 * `<dataDir>/postgres`, or a folder of its own under SHARED_DIR that `<dataDir>/postgres.location`
 * names. A random name, not one made from the path: a deleted and made-again data folder must not
 * find the old database. It is never deleted here: a data folder that is not at its place may have
 * been put aside, or lie on a disk that is not mounted.
 * @throws SetupProblem when the named one is gone, or belongs to the data folder this one was copied from
 */
export async function locatePostgres(
  dataDir: string,
  account: Account | undefined,
): Promise<PostgresLocation> {
  if (!account || canEnter(dataDir, account)) {
    return { folder: join(dataDir, 'postgres'), moved: false }
  }
  await mkdir(SHARED_DIR, { recursive: true, mode: 0o755 })
  const pointer = join(dataDir, POINTER)
  const known = await readText(pointer)
  if (known) {
    await adopt(known, dataDir)
    return { folder: join(known, 'postgres'), moved: false }
  }
  const home = join(SHARED_DIR, `data-${randomBytes(6).toString('hex')}`)
  await mkdir(home, { mode: 0o755 })
  await writeFile(join(home, 'owner'), await realpath(dataDir))
  await writeFile(pointer, home)
  return { folder: join(home, 'postgres'), moved: true }
}

/** The data folder may have been moved since; if its old place still names this database, it is a copy. */
async function adopt(home: string, dataDir: string): Promise<void> {
  if (!existsSync(home)) {
    throw new SetupProblem(
      `The database of ${dataDir} is gone: it was in ${home}.`,
      `put that folder back, or delete ${join(dataDir, POINTER)} to begin with an empty database`,
    )
  }
  const here = await realpath(dataDir)
  const owner = await readText(join(home, 'owner'))
  if (owner === here) return
  if (owner && (await readText(join(owner, POINTER))) === home) {
    throw new SetupProblem(
      `${dataDir} is a copy of ${owner}, and its database, ${home}, was not copied with it.`,
      `copy ${home} too (cp -a) and write the copy's path into ${join(dataDir, POINTER)}`,
    )
  }
  await writeFile(join(home, 'owner'), here)
}

async function readText(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim()
}
