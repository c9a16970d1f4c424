import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const SCHEMA_VERSION = 1

/**
 * `internal` holds what Stripe knows and never tells (how a test card behaves, which method waits for
 * the cardholder). `account` is '' for the platform, else the connected account that owns the object.
 */
const schema = `
  create table objects (
    seq integer primary key autoincrement,
    id text not null unique,
    kind text not null,
    account text not null,
    body text not null,
    internal text not null default '{}'
  );
  create index objects_listed on objects (kind, account, seq);
  create index objects_source on objects (kind, json_extract(body, '$.source'));
  create table answers (
    account text not null,
    key text not null,
    path text not null,
    fingerprint text not null,
    status integer not null,
    body text not null,
    request_id text not null,
    created_at_ms integer not null,
    primary key (account, key)
  );
  create table deliveries (
    seq integer primary key autoincrement,
    event_id text not null,
    attempts integer not null default 0,
    due_at_ms integer not null,
    delivered_at_ms integer,
    last_error text
  );
  create index deliveries_open on deliveries (due_at_ms) where delivered_at_ms is null;
  create index deliveries_event on deliveries (event_id);
  create table schedule (
    seq integer primary key autoincrement,
    due_at_ms integer not null,
    task text not null,
    object_id text not null
  );
`

/**
 * Opens (or makes) the state; `:memory:` for one that dies with the process.
 * @throws Error that names the file and the way out, when it is not a state file of this version.
 */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  try {
    const database = new DatabaseSync(path)
    database.exec('pragma journal_mode = wal; pragma synchronous = normal')
    const version = Number(database.prepare('pragma user_version').get()?.['user_version'])
    if (version === 0) {
      database.exec(`begin; ${schema} pragma user_version = ${SCHEMA_VERSION}; commit`)
    } else if (version !== SCHEMA_VERSION) {
      throw new Error(`it has version ${version}, this emulator reads ${SCHEMA_VERSION}`)
    }
    return database
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The payment emulator cannot read its state in ${path}: ${detail}. ` +
        'Move that file away to begin with an empty emulator.',
      { cause: error },
    )
  }
}

/** Runs `work` as one unit: all of it is kept, or none when it throws. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}

/** Within a transaction: what `work` wrote is undone when it throws, what came before stays. */
export function savepoint<T>(database: DatabaseSync, work: () => T): T {
  database.exec('savepoint work')
  try {
    const result = work()
    database.exec('release work')
    return result
  } catch (error) {
    database.exec('rollback to work; release work')
    throw error
  }
}
