import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { connect, migrateToLatest, type Database } from '@stallcast/store'
import { freePorts } from '../../tools/launcher/ports.ts'
import { preparePostgres } from '../../tools/launcher/postgres/server.ts'

export type BenchPostgres = { url: string; database: Database; stop(): Promise<void> }

/** The database as the product runs it: each commit is on the disk before it is acknowledged. */
export async function startPostgres(): Promise<BenchPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'stallcast-bench-'))
  await chmod(dataDir, 0o755)
  const [port = 0] = await freePorts(1)
  const logFile = join(dataDir, 'postgres.log')
  const prepared = await preparePostgres({ dataDir, port, logFile })
  const server = await prepared.spawn()
  await migrateToLatest(prepared.databaseUrl)
  const database = connect(prepared.databaseUrl)
  await age(database)
  return {
    url: prepared.databaseUrl,
    database,
    async stop() {
      await database.destroy()
      const exited = once(server, 'exit')
      server.kill('SIGINT')
      await exited
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * A database that has run for a while writes its log into files that are there. A new one makes each, 16 MB of
 * zeros, while a commit waits.
 */
async function age(database: Database): Promise<void> {
  await sql`create table bench_age (line text)`.execute(database)
  for (let file = 0; file < 6; file++) {
    await sql`insert into bench_age values ('x')`.execute(database)
    await sql`select pg_switch_wal()`.execute(database)
  }
  await sql`checkpoint`.execute(database)
}
