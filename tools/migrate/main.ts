import { migrateToLatest } from '@stallcast/store'
import { SetupProblem, runCommand } from '../bootstrap/problem.mjs'

// Brings the database of DATABASE_URL up to date, for set-ups without the launcher (docker-compose.yml).
await runCommand(async () => {
  const databaseUrl = process.env['DATABASE_URL']
  if (!databaseUrl) {
    throw new SetupProblem(
      'DATABASE_URL is not set.',
      'DATABASE_URL=postgres://user:password@host/name',
    )
  }
  const applied = await migrateToLatest(databaseUrl)
  process.stdout.write(`${applied.length} migrations applied\n`)
})
