import { randomBytes } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, basename, join } from 'node:path'
import { SetupProblem } from '../../bootstrap/problem.mjs'
import { lastLines } from '../../bootstrap/run-command.mjs'
import type { Account } from './account.ts'
import type { PostgresBinaries } from './binaries.ts'

const MAJOR_VERSION = '18'
export const DATABASE_USER = 'stallcast'
const PASSWORD_FILE = 'stallcast.password'

/**
 * Makes sure that a database cluster of ours lies in `folder`, and returns its password.
 * A new one is made beside it and moved in whole, so that an interrupted start leaves nothing broken.
 * @throws SetupProblem when something else lies there; the folder is left as it is
 */
export async function ensureCluster(
  folder: string,
  { dir }: PostgresBinaries,
  account: Account | undefined,
): Promise<string> {
  await removeUnfinished(folder)
  if (existsSync(folder)) {
    await assertUsable(folder)
    return (await readFile(join(folder, PASSWORD_FILE), 'utf8')).trim()
  }
  const fresh = `${folder}.new-${process.pid}`
  const password = randomBytes(24).toString('hex')
  await mkdir(fresh, { recursive: true, mode: 0o700 })
  // initdb takes the password from a file only; it must lie outside the still empty folder.
  const passwordFile = `${fresh}.password`
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account) {
    await chown(fresh, account.uid, account.gid)
    await chown(passwordFile, account.uid, account.gid)
  }
  try {
    const made = spawnSync(
      join(dir, 'bin', 'initdb'),
      [
        `--pgdata=${fresh}`,
        `--username=${DATABASE_USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The same order of text on every machine, whatever locales it has.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ],
      { ...account, cwd: '/', encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
    )
    if (made.status !== 0) {
      throw new SetupProblem(
        `The database could not be created in ${folder}:\n${lastLines(`${made.stdout}${made.stderr}`)}`,
        'mend what the lines above name, or choose another folder with --data-dir',
      )
    }
    await writeFile(join(fresh, PASSWORD_FILE), password, { mode: 0o600 })
    await rename(fresh, folder)
    return password
  } finally {
    await rm(passwordFile, { force: true })
    await rm(fresh, { recursive: true, force: true })
  }
}

async function removeUnfinished(folder: string): Promise<void> {
  const parent = dirname(folder)
  const names = existsSync(parent) ? await readdir(parent) : []
  for (const name of names.filter((one) => one.startsWith(`${basename(folder)}.new-`))) {
    await rm(join(parent, name), { recursive: true, force: true })
  }
}

async function assertUsable(folder: string): Promise<void> {
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '')
  if (version && !/^\d+\s*$/.test(version)) {
    throw brokenFolder(folder, 'is damaged: its PG_VERSION holds no version')
  }
  if (version && version.trim() !== MAJOR_VERSION) {
    throw brokenFolder(folder, `was made by PostgreSQL ${version.trim()}, not ${MAJOR_VERSION}`)
  }
  const needed = ['PG_VERSION', 'global/pg_control', 'postgresql.conf', PASSWORD_FILE]
  const missing = needed.filter((name) => !existsSync(join(folder, name)))
  if (missing.length > 0) throw brokenFolder(folder, `lacks ${missing.join(', ')}`)
}

/** @param why completes "the database folder …" */
export function brokenFolder(folder: string, why: string): SetupProblem {
  return new SetupProblem(
    `The database folder ${folder} ${why}. It was left as it is.`,
    `start on a new folder with --data-dir D, or move ${folder} away (a backup put in its place works too)`,
  )
}
