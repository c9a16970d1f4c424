import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { SetupProblem } from '../../bootstrap/problem.mjs'

/** The account PostgreSQL runs as when we are root, which it refuses to run as. */
export type Account = { uid: number; gid: number }

const NAME = 'postgres'

/** @returns undefined when this process is not root: then PostgreSQL runs as the same person */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const found = lookUp()
  if (found) return found
  spawnSync('groupadd', ['--system', NAME])
  spawnSync('useradd', ['--system', '--gid', NAME, '--no-create-home', NAME])
  const created = lookUp()
  if (created) return created
  throw new SetupProblem(
    `PostgreSQL does not run as root, and the account "${NAME}" could not be created.`,
    `useradd --system --user-group ${NAME}, or start as another user`,
  )
}

function lookUp(): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${NAME}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

/** Whether the account can reach a folder: tried, since rights of every parent play a part. */
export function canEnter(dir: string, { uid, gid }: Account): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], { uid, gid, cwd: '/' })
  return tried.status === 0
}
