import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../launcher/ports.ts'
import { preparePostgres } from '../launcher/postgres/server.ts'

/**
 * One PostgreSQL for all tests; each makes a database of its own on it. Started as the launcher starts
 * it, so it also runs when the checkout lies where the postgres account cannot reach it.
 */
export async function startTestPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'stallcast-tests-'))
  await chmod(dataDir, 0o755)
  const [port = 0] = await freePorts(1)
  const prepared = await preparePostgres({
    dataDir,
    port,
    logFile: join(dataDir, 'postgres.log'),
    settings: { fsync: 'off', synchronous_commit: 'off', max_connections: '200' },
  })
  const server = await prepared.spawn()
  return {
    url: prepared.databaseUrl,
    async stop() {
      const exited = once(server, 'exit')
      server.kill('SIGINT')
      await exited
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
