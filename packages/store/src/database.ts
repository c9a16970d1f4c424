import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { KeptConnection } from './kept-connection.ts'
import type { AutomationTables } from './automation/automation.tables.ts'
import type { ClipsTables } from './clips/clips.tables.ts'
import type { CollabTables } from './collab/collab.tables.ts'
import type { CommerceTables } from './commerce/commerce.tables.ts'
import type { CrewTables } from './crew/crew.tables.ts'
import type { FilesTables } from './files/files.tables.ts'
import type { MediaTables } from './media/media.tables.ts'
import type { ShowLogTables } from './rundown/show-log.tables.ts'
import type { SettlementTables } from './settlement/settlement.tables.ts'

/** Every table, each domain declaring its own. */
export type Tables = CrewTables &
  ShowLogTables &
  MediaTables &
  FilesTables &
  CollabTables &
  AutomationTables &
  ClipsTables &
  CommerceTables &
  SettlementTables

/** A running transaction, or the database itself: what most repositories take. */
export type Executor = Kysely<Tables> | Transaction<Tables>

export class Database extends Kysely<Tables> {
  /** For what runs at every edit. */
  readonly kept: KeptConnection
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool, kept: KeptConnection) {
    super({ dialect: new PostgresDialect({ pool }) })
    this.#pool = pool
    this.kept = kept
  }

  override async destroy(): Promise<void> {
    await this.kept.end()
    await super.destroy()
    // Kysely ends only a pool that it has used.
    if (!this.#pool.ended) await this.#pool.end()
  }
}

// Milliseconds, minor units and sequence numbers stay far below 2^53: read bigint as a number.
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8 && format !== 'binary') {
      return (value: string) => {
        const number = Number(value)
        if (!Number.isSafeInteger(number)) throw new RangeError(`bigint out of range: ${value}`)
        return number
      }
    }
    return format === 'binary'
      ? pg.types.getTypeParser(oid, 'binary')
      : pg.types.getTypeParser(oid, 'text')
  },
}

/** Opens a pool. Call `destroy()` on the result before the server goes away. */
export function connect(databaseUrl: string, options: { max?: number } = {}): Database {
  const config = { connectionString: databaseUrl, types }
  const pool = new pg.Pool({ ...config, max: options.max ?? 8 })
  // An idle connection that the server closes must not end the process; the next query reconnects.
  pool.on('error', () => undefined)
  return new Database(pool, new KeptConnection(pool, config))
}
