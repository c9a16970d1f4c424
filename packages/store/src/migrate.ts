import { readdir, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { connect } from './database.ts'

const folder = new URL('../migrations/', import.meta.url)

/**
 * Applies every migration that is not in yet, in the order of their numbers; each runs once, in a
 * transaction, under a lock that keeps two processes from migrating at once.
 * @throws the first failure; nothing of that migration is kept
 */
export async function migrateToLatest(databaseUrl: string): Promise<string[]> {
  const database = connect(databaseUrl, { max: 2 })
  try {
    const migrator = new Migrator({ db: database, provider: { getMigrations: readMigrations } })
    const { error, results } = await migrator.migrateToLatest()
    if (error) throw error instanceof Error ? error : new Error(String(error))
    return (results ?? []).map((result) => result.migrationName)
  } finally {
    await database.destroy()
  }
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted()
  const migrations = await Promise.all(
    files.map(async (file): Promise<[string, Migration]> => {
      const text = await readFile(new URL(file, folder), 'utf8')
      return [
        file.replace(/\.sql$/, ''),
        {
          up: async (db) => {
            await sql.raw(text).execute(db)
          },
        },
      ]
    }),
  )
  return Object.fromEntries(migrations)
}
