import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canEnter, type Account } from './account.ts'

/** Where databases lie whose data folder the postgres account cannot reach. */
export const SHARED_DIR = '/var/lib/stallcast'

export type PostgresLocation = {
  /** The cluster's folder; it may not exist yet. */
  folder: string
  /** True when it had to be put outside the data folder. */
  moved: boolean
}

/**
 * `<dataDir>/postgres`, or a folder of its own under SHARED_DIR that `<dataDir>/postgres.location`
 * names. A random name, not one made from the path: a deleted and made-again data folder must not
 * find the old database.
 */
export async function locatePostgres(
  dataDir: string,
  account: Account | undefined,
): Promise<PostgresLocation> {
  if (!account || canEnter(dataDir, account)) {
    return { folder: join(dataDir, 'postgres'), moved: false }
  }
  await mkdir(SHARED_DIR, { recursive: true, mode: 0o755 })
  await removeAbandoned()
  const pointer = join(dataDir, 'postgres.location')
  const known = await readFile(pointer, 'utf8').catch(() => '')
  if (known) return { folder: join(known.trim(), 'postgres'), moved: true }
  const home = join(SHARED_DIR, `data-${randomBytes(6).toString('hex')}`)
  await mkdir(home, { mode: 0o755 })
  await writeFile(join(home, 'owner'), await realpath(dataDir))
  await writeFile(pointer, home)
  return { folder: join(home, 'postgres'), moved: true }
}

/** Databases whose data folder has been deleted, or names another one by now, go with it. */
async function removeAbandoned(): Promise<void> {
  const homes = (await readdir(SHARED_DIR)).filter((name) => name.startsWith('data-'))
  for (const home of homes.map((name) => join(SHARED_DIR, name))) {
    const owner = await readFile(join(home, 'owner'), 'utf8').catch(() => '')
    const named = await readFile(join(owner, 'postgres.location'), 'utf8').catch(() => '')
    if (owner && named.trim() !== home) await rm(home, { recursive: true, force: true })
  }
}
