import { join } from 'node:path'
import { mkdir } from 'node:fs/promises'
import { SetupProblem } from '../bootstrap/problem.mjs'
import { step } from '../bootstrap/progress.mjs'
import { preparePostgres } from './postgres/server.ts'
import type { Supervisor } from './supervisor.ts'

/**
 * The database of this installation, migrated: the one DATABASE_URL names, else the embedded one in
 * the data folder, started under the supervisor.
 * @returns its URL
 * @throws SetupProblem when the folder is broken or the server cannot be reached
 */
export async function startDatabase(
  supervisor: Supervisor,
  dataDir: string,
  port: number,
): Promise<string> {
  const given = process.env['DATABASE_URL']
  const databaseUrl = given || (await startEmbedded(supervisor, dataDir, port))
  const { migrateToLatest } = await import('@stallcast/store')
  try {
    await step('Migrating the database', () => migrateToLatest(databaseUrl))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SetupProblem(
      `The database could not be brought up to date: ${reason}.`,
      given
        ? 'check DATABASE_URL and that its server runs'
        : 'start on a new folder with --data-dir D; this one was left as it is',
      { cause },
    )
  }
  return databaseUrl
}

async function startEmbedded(
  supervisor: Supervisor,
  dataDir: string,
  port: number,
): Promise<string> {
  await mkdir(join(dataDir, 'logs'), { recursive: true })
  return await step('Starting PostgreSQL', async () => {
    const logFile = join(dataDir, 'logs', 'postgres.log')
    const prepared = await preparePostgres({ dataDir, port, logFile })
    if (prepared.moved) {
      process.stderr.write(
        `The postgres account cannot reach ${dataDir}; the database lies in ${prepared.folder}.\n`,
      )
    }
    await supervisor.start({
      name: 'postgres',
      stopOrder: 3,
      // SIGINT is the fast shutdown: it does not wait for clients to leave.
      stopSignal: 'SIGINT',
      spawn: prepared.spawn,
    })
    return prepared.databaseUrl
  })
}
