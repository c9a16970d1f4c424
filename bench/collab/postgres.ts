import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
